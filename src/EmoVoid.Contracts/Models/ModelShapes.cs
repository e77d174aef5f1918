using System.Globalization;

namespace EmoVoid.Contracts.Models;

/// <summary>The tensor names and shapes of one model, without the prefix that a file may put before them: what its sizes are read from.</summary>
/// <param name="source">The file, for messages.</param>
public sealed class ModelShapes(string source, IReadOnlyDictionary<string, IReadOnlyList<long>> shapes)
{
    public string Source { get; } = source;
    public IReadOnlyDictionary<string, IReadOnlyList<long>> All { get; } = shapes;

    /// <summary>The shapes below a prefix, which is found by looking where a model's <paramref name="landmark"/> stands.</summary>
    /// <param name="landmark">The name of a tensor that every model of this kind has: <c>x_embedder.proj.1.weight</c>.</param>
    /// <param name="model">What the file should be, for the message: <c>an Anima diffusion transformer</c>.</param>
    /// <exception cref="ModelFileException">No name ends with the landmark: the file is something else.</exception>
    public static (string Prefix, ModelShapes Shapes) Find(string source, IReadOnlyDictionary<string, IReadOnlyList<long>> shapes, string landmark, string model)
    {
        var found = shapes.Keys.Where(name => name == landmark || name.EndsWith("." + landmark, StringComparison.Ordinal)).MinBy(name => name.Length)
            ?? throw new ModelFileException(source, $"it is not {model}: it has no tensor '{landmark}' under any prefix; {Instead(shapes.Keys)}");
        var prefix = found[..^landmark.Length];
        var below = shapes.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(item => item.Key[prefix.Length..], item => item.Value);
        return (prefix, new ModelShapes(source, below));
    }

    /// <summary>A tensor's shape.</summary>
    /// <exception cref="ModelFileException">It is missing, or has another number of dimensions.</exception>
    public long[] Of(string name, int dimensions)
    {
        if (!All.TryGetValue(name, out var shape))
            throw new ModelFileException(Source, $"it has no tensor '{name}', which tells the model's sizes");
        if (shape.Count != dimensions || shape.Any(size => size == 0))
            throw new ModelFileException(Source, $"tensor '{name}', which tells the model's sizes, has the shape [{string.Join(", ", shape)}]");
        return [.. shape];
    }

    /// <summary>How many repeated parts there are: the n for which the tensors of 0 .. n−1 exist.</summary>
    public int Count(Func<int, string> name)
    {
        var n = 0;
        while (All.ContainsKey(name(n)))
            n++;
        return n;
    }

    /// <summary>How many repeated parts there are: one more than the highest number after <paramref name="prefix"/>, so that a gap is found and not taken for the end.</summary>
    /// <exception cref="ModelFileException">A number is higher than the file has tensors.</exception>
    public int CountParts(string prefix)
    {
        var highest = All.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..].Split('.')[0])
            .Select(number => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1)
            .DefaultIfEmpty(-1).Max();
        return highest < All.Count ? (int)highest + 1 : throw new ModelFileException(Source, $"it has a tensor '{prefix}{highest}.…', and only {All.Count} tensors");
    }

    /// <exception cref="ModelFileException">The number is not a multiple.</exception>
    public long Divide(long number, long by, string what) =>
        number % by == 0 ? number / by : throw new ModelFileException(Source, $"{what}: {number} is not a multiple of {by}");

    private static string Instead(IEnumerable<string> found)
    {
        var names = found.ToList();
        var few = string.Join(", ", names.Order(StringComparer.Ordinal).Take(3).Select(name => $"'{name}'"));
        return $"its {names.Count} tensors begin with {few}" + (KnownArchitectures.Recognise(names) is { } other ? $"; this looks like {other}" : "");
    }
}
