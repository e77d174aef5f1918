namespace EmoVoid.Contracts.Models;

/// <summary>One of the three networks of a base model, as it lies in a file: how it is known, and which tensors it must have.</summary>
/// <param name="Key">The member of the configuration that names its file.</param>
/// <param name="What">With its article: <c>an Anima diffusion transformer</c>.</param>
/// <param name="Landmark">A tensor by which such a file, and the prefix of its names, is known.</param>
public sealed record ModelPart(string Key, string What, string Landmark)
{
    private const int LongestMessage = 20;

    /// <summary>Types whose numbers a model can be read from.</summary>
    private static readonly string[] Readable = ["BF16", "F16", "F32", "F64"];

    public static ModelPart Dit { get; } = new("Dit", "an Anima diffusion transformer", "x_embedder.proj.1.weight");
    public static ModelPart TextEncoder { get; } = new("TextEncoder", "a Qwen3 text encoder", "embed_tokens.weight");
    public static ModelPart Vae { get; } = new("Vae", "a Qwen-Image VAE", "encoder.conv1.weight");

    /// <summary>Finds the part in a file's tensors and makes sure that nothing of it is missing or ill-shaped. No number is read.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="tensors">Shape and type of every tensor in the file.</param>
    /// <returns>Names and shapes below the prefix: what sizes are read from.</returns>
    /// <exception cref="ModelFileException">The file is of another architecture, or tensors are missing, ill-shaped or of an unreadable type; all are named.</exception>
    public ModelShapes Check(string source, IReadOnlyDictionary<string, FoundTensor> tensors)
    {
        var (prefix, shapes) = ModelShapes.Find(source, tensors.ToDictionary(item => item.Key, item => item.Value.Shape), Landmark, What);
        Check(source, tensors, prefix, Needed(shapes));
        return shapes;
    }

    /// <exception cref="ModelFileException">Some of the needed tensors are not as they should be; the message names them.</exception>
    public static void Check(string source, IReadOnlyDictionary<string, FoundTensor> tensors, string prefix, IReadOnlyList<KeyValuePair<string, long[]>> needed)
    {
        var problems = needed.Select(tensor => ProblemWith(tensors, prefix + tensor.Key, tensor.Value)).OfType<string>().ToList();
        if (problems.Count == 0)
            return;
        var more = problems.Count > LongestMessage ? $"; and {problems.Count - LongestMessage} more" : "";
        throw new ModelFileException(source, $"{problems.Count} of the {needed.Count} tensors it must have are not as they should be: {string.Join("; ", problems.Take(LongestMessage))}{more}");
    }

    private IReadOnlyList<KeyValuePair<string, long[]>> Needed(ModelShapes shapes) => Key switch
    {
        nameof(Dit) => [.. TensorList.Of(AnimaDitSizes.Read(shapes)), .. Adapter(shapes)],
        nameof(TextEncoder) => TensorList.Of(Qwen3Sizes.Read(shapes)),
        _ => TensorList.Of(VaeSizes.Read(shapes)),
    };

    private static IReadOnlyList<KeyValuePair<string, long[]>> Adapter(ModelShapes shapes) =>
        shapes.All.Keys.Any(name => name.StartsWith("llm_adapter.", StringComparison.Ordinal))
            ? TensorList.Of(LlmAdapterSizes.Read(shapes))
            : throw new ModelFileException(shapes.Source, "it has no LLM adapter (no tensor 'llm_adapter.…'): this looks like Cosmos-Predict2, Anima's ancestor, or like an Anima whose adapter was split off");

    private static string? ProblemWith(IReadOnlyDictionary<string, FoundTensor> tensors, string name, long[] shape)
    {
        if (!tensors.TryGetValue(name, out var found))
            return $"'{name}' is missing";
        if (!found.Shape.SequenceEqual(shape))
            return $"'{name}' is [{string.Join(", ", found.Shape)}] and should be [{string.Join(", ", shape)}]";
        return Readable.Contains(found.Type) ? null : $"'{name}' is of type {found.Type}, and should be one of {string.Join(", ", Readable)}";
    }
}

/// <summary>What a file's header says of a tensor.</summary>
/// <param name="Type">As the file writes it: <c>BF16</c>.</param>
public readonly record struct FoundTensor(IReadOnlyList<long> Shape, string Type);
