using EmoVoid.Contracts.Plans;

namespace EmoVoid.Contracts.Models;

/// <summary>Whether the files of a base model are what they should be, told from names, shapes and types alone; daemon and trainer give the same verdict.</summary>
/// <param name="Sizes">Null when a network's file cannot be used.</param>
/// <param name="Misfits">Why parts that are good by themselves do not go together.</param>
public sealed record BaseModelVerdict(BaseModelSizes? Sizes, IReadOnlyList<PartVerdict> Parts, IReadOnlyList<string> Misfits)
{
    public IEnumerable<string> Problems => Parts.Select(part => part.Problem).OfType<string>().Concat(Misfits);

    public bool IsReady => !Problems.Any();

    /// <param name="readHeaders">Shape and type of every tensor of a file or folder; an <see cref="IOException"/> of its own names what is wrong with it.</param>
    public static BaseModelVerdict Of(ModelPlan model, Func<string, IReadOnlyDictionary<string, FoundTensor>> readHeaders)
    {
        var (dit, ditShapes) = Look(ModelPart.Dit, model.Dit, readHeaders);
        var (textEncoder, textEncoderShapes) = Look(ModelPart.TextEncoder, model.TextEncoder, readHeaders);
        var (vae, vaeShapes) = Look(ModelPart.Vae, model.Vae, readHeaders);
        var qwen3 = LookForTokenizer("Qwen3Tokenizer", model.PathOfQwen3Tokenizer, TokenizerFiles.Qwen3(model.PathOfQwen3Tokenizer), TokenizerFiles.OfQwen3);
        var t5 = LookForTokenizer("T5Tokenizer", model.PathOfT5Tokenizer, TokenizerFiles.T5(model.PathOfT5Tokenizer), TokenizerFiles.OfT5);
        var sizes = ditShapes is null || textEncoderShapes is null || vaeShapes is null ? null : BaseModelSizes.Read(ditShapes, textEncoderShapes, vaeShapes);
        return new BaseModelVerdict(sizes, [dit, textEncoder, vae, qwen3, t5], [.. sizes?.Misfits().Select(misfit => $"The files do not fit each other: {misfit}.") ?? []]);
    }

    private static (PartVerdict, ModelShapes?) Look(ModelPart part, string path, Func<string, IReadOnlyDictionary<string, FoundTensor>> readHeaders)
    {
        try
        {
            return (new PartVerdict(part.Key, path, null), part.Check(path, readHeaders(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (new PartVerdict(part.Key, path, e.Message), null);
        }
    }

    private static PartVerdict LookForTokenizer(string key, string path, IReadOnlyList<string>? files, string expected) =>
        new(key, path, files is null ? $"{path} cannot be used: it is not, and does not hold, {expected}." : null);
}

/// <param name="Key">The member of the configuration that names it.</param>
/// <param name="Problem">A sentence; null when all is well.</param>
public sealed record PartVerdict(string Key, string Path, string? Problem);
