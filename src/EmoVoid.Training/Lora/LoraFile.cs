using System.Globalization;
using EmoVoid.Safetensors;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Lora;

/// <summary>LoRA files in kohya's spelling, which ComfyUI and kohya's own tools load.</summary>
/// <remarks>For each layer <c>KEY.alpha</c> (scalar), <c>KEY.lora_down.weight</c> (r, inputs), <c>KEY.lora_up.weight</c> (outputs, r).</remarks>
public static class LoraFile
{
    private const string Prefix = "lora_unet_";

    /// <summary>Of a layer's name in the model: <c>blocks.0.self_attn.q_proj</c>.</summary>
    public static string KeyOf(string layer) => Prefix + layer.Replace('.', '_');

    /// <summary>Writes the LoRA beside the target, and renames it when it is whole.</summary>
    /// <param name="type">The numbers' type in the file; bfloat16 is the usual one.</param>
    /// <param name="metadata">What the caller knows: <c>ss_*</c> and <c>modelspec.*</c>. Rank, alpha and kind of network are added.</param>
    public static void Write(string path, LoraNetwork lora, ScalarType type = ScalarType.BFloat16, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, Entries(lora, type), new Dictionary<string, string>([.. metadata ?? Nothing, .. OwnMetadata(lora.Layout)]));

    /// <summary>The tensors of a LoRA file, for a file that holds more than the LoRA.</summary>
    public static IReadOnlyList<SafetensorsWriter.Entry> Entries(LoraNetwork lora, ScalarType type)
    {
        var alpha = lora.Layout.Alpha;
        return
        [
            .. lora.Modules.SelectMany(module => new[]
            {
                new SafetensorsWriter.Entry($"{module.Slot.Key}.alpha", type.ToTensorType(), [], stream => WriteScalar(stream, alpha, type)),
                module.Down.ToEntry($"{module.Slot.Key}.lora_down.weight", type),
                module.Up.ToEntry($"{module.Slot.Key}.lora_up.weight", type),
            }),
        ];
    }

    /// <summary>Names and shapes of a LoRA file, in its order.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Shapes(LoraLayout layout) => layout.Slots.SelectMany(slot => new (string, long[])[]
    {
        ($"{slot.Key}.alpha", []),
        ($"{slot.Key}.lora_down.weight", [slot.Rank, slot.Inputs]),
        ($"{slot.Key}.lora_up.weight", [slot.Outputs, slot.Rank]),
    });

    /// <summary>Replaces the LoRA's numbers by those of a file.</summary>
    /// <exception cref="ModelFileException">Tensors are missing or of another shape, or alpha is another one; the message lists them.</exception>
    public static void Read(string path, LoraNetwork lora)
    {
        using var file = SafetensorsFile.Open(path);
        Read(file, lora);
    }

    /// <summary><see cref="Read(string, LoraNetwork)"/> from a file that holds more than the LoRA.</summary>
    /// <param name="prefix">What stands before the LoRA's own names.</param>
    public static void Read(SafetensorsFile file, LoraNetwork lora, string prefix = "")
    {
        Check(file, lora.Layout, prefix);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var module in lora.Modules)
        {
            module.Down.copy_(file.Load($"{prefix}{module.Slot.Key}.lora_down.weight"));
            module.Up.copy_(file.Load($"{prefix}{module.Slot.Key}.lora_up.weight"));
        }
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    private static Dictionary<string, string> OwnMetadata(LoraLayout layout) => new()
    {
        ["ss_network_module"] = "networks.lora_anima",
        ["ss_network_dim"] = layout.Rank.ToString(CultureInfo.InvariantCulture),
        ["ss_network_alpha"] = layout.Alpha.ToString(CultureInfo.InvariantCulture),
    };

    private static void Check(SafetensorsFile file, LoraLayout layout, string prefix)
    {
        var problems = Shapes(layout).Select(expected => ProblemWith(file, prefix + expected.Name, expected.Shape)).OfType<string>()
            .Concat(layout.Slots.Select(slot => AlphaProblem(file, $"{prefix}{slot.Key}.alpha", layout.Alpha)).OfType<string>())
            .ToList();
        if (problems.Count > 0)
            throw new ModelFileException(file.Path, $"it does not fit a LoRA of rank {layout.Rank} on this model: {string.Join("; ", problems.Take(10))}{(problems.Count > 10 ? $"; and {problems.Count - 10} more" : "")}");
    }

    private static string? ProblemWith(SafetensorsFile file, string name, long[] shape) =>
        !file.Tensors.TryGetValue(name, out var found) ? $"'{name}' is missing"
        : found.Shape.SequenceEqual(shape) ? null
        : $"'{name}' is [{string.Join(", ", found.Shape)}] and should be [{string.Join(", ", shape)}]";

    /// <summary>A file's alpha is rounded to the file's type.</summary>
    private static string? AlphaProblem(SafetensorsFile file, string name, double alpha)
    {
        if (!file.Tensors.TryGetValue(name, out var info) || info.Shape.Count != 0)
            return null;
        using var scope = NewDisposeScope();
        var (found, expected) = (file.Load(name).to(float64).item<double>(), tensor(alpha).to(info.Type.ToScalarType()).to(float64).item<double>());
        return found == expected ? null : $"'{name}' is {found.ToString(CultureInfo.InvariantCulture)} and should be {expected.ToString(CultureInfo.InvariantCulture)}";
    }

    private static void WriteScalar(Stream stream, double value, ScalarType type)
    {
        using var scope = NewDisposeScope();
        stream.Write(tensor(value).to(type).bytes);
    }
}
