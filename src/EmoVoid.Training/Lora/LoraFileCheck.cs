using System.Globalization;
using EmoVoid.Contracts.Lora;
using EmoVoid.Safetensors;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Lora;

/// <summary>Whether a file is this LoRA, tensor by tensor, before a number of it is read.</summary>
internal static class LoraFileCheck
{
    private const int MostTold = 10;

    /// <exception cref="ModelFileException">It is not; the message lists what differs.</exception>
    public static void ThrowIfBad(SafetensorsFile file, LoraLayout layout, LoraSpelling spelling, string prefix)
    {
        var shapes = LoraFile.Shapes(layout, spelling).ToDictionary(item => prefix + item.Name, item => item.Shape);
        var alphas = layout.Slots.Select(slot => prefix + spelling.AlphaOf(slot.Layer)).ToHashSet();
        var problems = shapes.Where(item => !alphas.Contains(item.Key)).Select(item => ShapeProblem(file, item.Key, item.Value))
            .Concat(alphas.Select(name => AlphaProblem(file, name, layout)))
            .Concat(prefix.Length > 0 ? [] : file.Tensors.Keys.Where(name => !shapes.ContainsKey(name)).Select(name => $"'{name}' belongs to nothing that is trained"))
            .OfType<string>()
            .ToList();
        if (problems.Count > 0)
            throw new ModelFileException(
                file.Path, $"it does not fit a LoRA of rank {layout.Rank} on this model: {string.Join("; ", problems.Take(MostTold))}{(problems.Count > MostTold ? $"; and {problems.Count - MostTold} more" : "")}");
    }

    private static string? ShapeProblem(SafetensorsFile file, string name, long[] shape) =>
        !file.Tensors.TryGetValue(name, out var found) ? $"'{name}' is missing"
        : found.Shape.SequenceEqual(shape) ? null
        : $"'{name}' is [{string.Join(", ", found.Shape)}] and should be [{string.Join(", ", shape)}]";

    /// <summary>A file's alpha is rounded to the file's type. Where there is none, ComfyUI and kohya's tools take the rank.</summary>
    private static string? AlphaProblem(SafetensorsFile file, string name, LoraLayout layout)
    {
        using var scope = NewDisposeScope();
        if (!file.Tensors.TryGetValue(name, out var info))
            return layout.Alpha == layout.Rank ? null : $"'{name}' is missing, which means alpha {layout.Rank}, and should be {Text(layout.Alpha)}";
        if (info.Elements != 1)
            return ShapeProblem(file, name, []);
        var (found, expected) = (file.Load(name).to(float64).item<double>(), tensor(layout.Alpha).to(info.Type.ToScalarType()).to(float64).item<double>());
        return found == expected ? null : $"'{name}' is {Text(found)} and should be {Text(expected)}";
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
