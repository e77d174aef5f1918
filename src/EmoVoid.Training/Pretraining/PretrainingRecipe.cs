using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmoVoid.Training.Pretraining;

/// <summary>All that a base comes from: with the same recipe, program and kind of processor anyone makes the same base again.</summary>
/// <param name="Seed">Of every picture, caption, noise and order.</param>
/// <param name="Pictures">How many are drawn and encoded for the second stage, which sees each several times, every time with another caption.</param>
/// <param name="Vae">First stage: the VAE, on drawings; a sample is a picture.</param>
/// <param name="Base">Second stage: text encoder, adapter and DiT together, on latents; a sample is a latent with a caption.</param>
/// <param name="Decoder">Third stage: the VAE's decoder alone, the latents being what they are; a sample is a piece of a picture.</param>
public sealed record PretrainingRecipe(long Seed, int Pictures, StageRecipe Vae, StageRecipe Base, StageRecipe Decoder)
{
    /// <summary>Of the anima-nano that ships.</summary>
    public static PretrainingRecipe AnimaNano { get; } = new(
        Seed: 1,
        Pictures: 16384,
        Vae: new StageRecipe(Steps: 2400, Batch: 4, Rate: 2e-3, WarmUp: 100),
        Base: new StageRecipe(Steps: 3000, Batch: 32, Rate: 1.2e-3, WarmUp: 200),
        Decoder: new StageRecipe(Steps: 2400, Batch: 16, Rate: 1.5e-3, WarmUp: 50));

    /// <exception cref="InvalidDataException">The file is not a recipe.</exception>
    public static PretrainingRecipe Read(string path)
    {
        try
        {
            var recipe = JsonSerializer.Deserialize(File.ReadAllText(path), RecipeJson.Default.PretrainingRecipe)
                ?? throw new InvalidDataException($"{path} is not a recipe: it is null.");
            return recipe.Problems() is { Count: 0 } ? recipe : throw new InvalidDataException($"{path} is not a recipe: {string.Join("; ", recipe.Problems())}.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not a recipe: {e.Message}", e);
        }
    }

    /// <summary>What the first stage's result depends on. Others go on from their saved states when they have these in common.</summary>
    internal string ForVae => FormattableString.Invariant($"seed {Seed}, vae {Vae}");
    internal string ForBase => FormattableString.Invariant($"{ForVae}, {Pictures} pictures, base {Base}");
    internal string ForDecoder => FormattableString.Invariant($"{ForVae}, {Pictures} pictures, decoder {Decoder}");

    public string ToJson() => JsonSerializer.Serialize(this, RecipeJson.Default.PretrainingRecipe) + "\n";

    private List<string> Problems() =>
    [
        .. Pictures >= 1 ? [] : new[] { $"pictures is {Pictures}, and must be at least 1" },
        .. Problems("vae", Vae),
        .. Problems("base", Base),
        .. Problems("decoder", Decoder),
    ];

    private static IEnumerable<string> Problems(string stage, StageRecipe? recipe)
    {
        if (recipe is null)
        {
            yield return $"{stage} is missing";
            yield break;
        }

        if (recipe.Steps < 1)
            yield return $"{stage}.steps is {recipe.Steps}, and must be at least 1";
        if (recipe.Batch < 1)
            yield return $"{stage}.batch is {recipe.Batch}, and must be at least 1";
        if (!(recipe.Rate > 0) || double.IsInfinity(recipe.Rate))
            yield return $"{stage}.rate is {recipe.Rate}, and must be more than 0";
        if (recipe.WarmUp < 0)
            yield return $"{stage}.warm_up is {recipe.WarmUp}, and must not be negative";
    }
}

/// <param name="Rate">Of AdamW, at its highest.</param>
/// <param name="WarmUp">Steps in which the rate rises from 0; then it falls to 0 along a half cosine.</param>
public sealed record StageRecipe(int Steps, int Batch, double Rate, int WarmUp)
{
    /// <param name="step">Counted from 1.</param>
    public double RateAt(int step) =>
        step <= WarmUp ? Rate * step / WarmUp : Rate * 0.5 * (1 + Math.Cos(Math.PI * (step - WarmUp) / Math.Max(1, Steps - WarmUp)));

    public override string ToString() => FormattableString.Invariant($"{Steps} steps of {Batch} at {Rate} after {WarmUp}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PretrainingRecipe))]
internal sealed partial class RecipeJson : JsonSerializerContext;
