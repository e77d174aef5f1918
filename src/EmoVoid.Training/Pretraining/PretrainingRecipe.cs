using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmoVoid.Training.Pretraining;

/// <summary>All that a base comes from: with the same recipe, program and kind of processor anyone makes the same base again.</summary>
/// <param name="Seed">Of every picture, caption, noise and order.</param>
/// <param name="Pictures">How many are drawn and encoded for the stages of the base, which see each several times, every time with another caption.</param>
/// <param name="Vae">First stage: the VAE, on drawings; a sample is a picture.</param>
/// <param name="Base">Then text encoder, adapter and DiT together, on latents; a sample is a latent with a caption. Each stage goes on from the one before it.</param>
/// <param name="Decoder">Then the VAE's decoder alone, the latents being what they are; a sample is a picture or a piece of one. Each stage goes on from the one before it.</param>
public sealed record PretrainingRecipe(long Seed, int Pictures, StageRecipe Vae, IReadOnlyList<StageRecipe> Base, IReadOnlyList<StageRecipe> Decoder)
{
    /// <summary>Of the anima-nano that ships.</summary>
    public static PretrainingRecipe AnimaNano { get; } = new(
        Seed: 1,
        Pictures: 16384,
        Vae: new StageRecipe(Steps: 2400, Batch: 4, Rate: 2e-3, WarmUp: 100),
        Base: [new StageRecipe(Steps: 3000, Batch: 32, Rate: 1.2e-3, WarmUp: 200), new StageRecipe(Steps: 3600, Batch: 32, Rate: 1e-3, WarmUp: 100, HeadWeight: 4)],
        Decoder: [new StageRecipe(Steps: 2400, Batch: 16, Rate: 1.5e-3, WarmUp: 50, Piece: 8), new StageRecipe(Steps: 4000, Batch: 4, Rate: 1.2e-3, WarmUp: 50)]);

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
    internal string ForBase(int stage) => FormattableString.Invariant($"{ForVae}, {Pictures} pictures, base {UpTo(Base, stage)}");
    internal string ForDecoder(int stage) => FormattableString.Invariant($"{ForVae}, {Pictures} pictures, decoder {UpTo(Decoder, stage)}");

    public string ToJson() => JsonSerializer.Serialize(this, RecipeJson.Default.PretrainingRecipe) + "\n";

    private static string UpTo(IReadOnlyList<StageRecipe> stages, int last) => string.Join(", then ", stages.Take(last + 1));

    private List<string> Problems() =>
    [
        .. Pictures >= 1 ? [] : new[] { $"pictures is {Pictures}, and must be at least 1" },
        .. Problems("vae", Vae),
        .. Problems("base", Base),
        .. Problems("decoder", Decoder),
    ];

    private static IEnumerable<string> Problems(string name, IReadOnlyList<StageRecipe>? stages) => stages is { Count: > 0 }
        ? stages.SelectMany((stage, i) => Problems($"{name}[{i}]", stage))
        : [$"{name} has no stages, and must have at least one"];

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
        if (!(recipe.HeadWeight > 0) || double.IsInfinity(recipe.HeadWeight))
            yield return $"{stage}.head_weight is {recipe.HeadWeight}, and must be more than 0";
        if (recipe.Piece < 1)
            yield return $"{stage}.piece is {recipe.Piece}, and must be at least 1";
    }
}

/// <param name="Rate">Of AdamW, at its highest.</param>
/// <param name="WarmUp">Steps in which the rate rises from 0; then it falls to 0 along a half cosine.</param>
/// <param name="HeadWeight">How much more an error counts at the creature's head than elsewhere; default 1. The base looks at it, the VAE does not.</param>
/// <param name="Piece">Side in latents of the piece of a picture that a sample is; default null: whole pictures. The decoder looks at it.</param>
public sealed record StageRecipe(int Steps, int Batch, double Rate, int WarmUp, double HeadWeight = 1, int? Piece = null)
{
    /// <param name="step">Counted from 1.</param>
    public double RateAt(int step) =>
        step <= WarmUp ? Rate * step / WarmUp : Rate * 0.5 * (1 + Math.Cos(Math.PI * (step - WarmUp) / Math.Max(1, Steps - WarmUp)));

    public override string ToString() => FormattableString.Invariant($"{Steps} steps of {Batch} at {Rate} after {WarmUp}") + (HeadWeight == 1 ? "" : FormattableString.Invariant($", heads {HeadWeight} times"))
        + (Piece is null ? "" : FormattableString.Invariant($", pieces of {Piece}"));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PretrainingRecipe))]
internal sealed partial class RecipeJson : JsonSerializerContext;
