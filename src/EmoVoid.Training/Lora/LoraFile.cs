using System.Globalization;
using EmoVoid.Contracts.Lora;
using EmoVoid.Safetensors;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Lora;

/// <summary>LoRA files as ComfyUI and kohya's own tools load them, in the spelling of either.</summary>
/// <remarks>For each layer alpha (scalar), down (r, inputs) and up (outputs, r), called as <see cref="LoraSpelling"/> says.</remarks>
public static class LoraFile
{
    /// <summary>Writes the LoRA beside the target, and renames it when it is whole.</summary>
    /// <param name="type">The numbers' type in the file; bfloat16 is the usual one.</param>
    /// <param name="metadata">What the caller knows: <c>ss_*</c> and <c>modelspec.*</c>. Rank, alpha, kind of network and the hashes are added.</param>
    public static void Write(
        string path, LoraNetwork lora, ScalarType type = ScalarType.BFloat16, IReadOnlyDictionary<string, string>? metadata = null, LoraFormat format = LoraFormat.Kohya)
    {
        var entries = Entries(lora, type, LoraSpelling.Of(format));
        var all = new Dictionary<string, string>([.. metadata ?? Nothing, .. OwnMetadata(lora.Layout)]);
        var hashes = LoraHashes.Of(entries, all);
        (all["sshs_model_hash"], all["sshs_legacy_hash"]) = (hashes.Model, hashes.Legacy);
        SafetensorsWriter.Write(path, entries, all);
    }

    /// <summary>The tensors of a LoRA file, by name as the reference writer orders them: hashes over the data depend on it.</summary>
    internal static IReadOnlyList<SafetensorsWriter.Entry> Entries(LoraNetwork lora, ScalarType type, LoraSpelling spelling)
    {
        var alpha = lora.Layout.Alpha;
        return
        [
            .. lora.Modules.SelectMany(module => new[]
            {
                new SafetensorsWriter.Entry(spelling.AlphaOf(module.Slot.Layer), type.ToTensorType(), [], stream => WriteScalar(stream, alpha, type)),
                module.Down.ToEntry(spelling.DownOf(module.Slot.Layer), type),
                module.Up.ToEntry(spelling.UpOf(module.Slot.Layer), type),
            }).OrderBy(entry => entry.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Names and shapes of a LoRA file, layer after layer.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Shapes(LoraLayout layout, LoraFormat format = LoraFormat.Kohya) =>
        Shapes(layout, LoraSpelling.Of(format));

    /// <summary>Replaces the LoRA's numbers by those of a file, whichever its spelling.</summary>
    /// <exception cref="ModelFileException">Tensors are missing, unknown or of another shape, or alpha is another one; the message lists them.</exception>
    public static void Read(string path, LoraNetwork lora)
    {
        using var file = SafetensorsFile.Open(path);
        Read(file, lora);
    }

    /// <summary><see cref="Read(string, LoraNetwork)"/> from a file that may hold more than the LoRA.</summary>
    /// <param name="prefix">What stands before the LoRA's own names; where there is such a prefix, the file's other tensors are not looked at.</param>
    public static void Read(SafetensorsFile file, LoraNetwork lora, string prefix = "")
    {
        var spelling = LoraSpelling.Of([.. file.Tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])]);
        LoraFileCheck.ThrowIfBad(file, lora.Layout, spelling, prefix);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var module in lora.Modules)
        {
            module.Down.copy_(file.Load(prefix + spelling.DownOf(module.Slot.Layer)));
            module.Up.copy_(file.Load(prefix + spelling.UpOf(module.Slot.Layer)));
        }
    }

    internal static IEnumerable<(string Name, long[] Shape)> Shapes(LoraLayout layout, LoraSpelling spelling) => layout.Slots.SelectMany(slot => new (string, long[])[]
    {
        (spelling.AlphaOf(slot.Layer), []),
        (spelling.DownOf(slot.Layer), [slot.Rank, slot.Inputs]),
        (spelling.UpOf(slot.Layer), [slot.Outputs, slot.Rank]),
    });

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    private static Dictionary<string, string> OwnMetadata(LoraLayout layout) => new()
    {
        ["ss_network_module"] = "networks.lora_anima",
        ["ss_network_dim"] = layout.Rank.ToString(CultureInfo.InvariantCulture),
        ["ss_network_alpha"] = layout.Alpha.ToString(CultureInfo.InvariantCulture),
    };

    private static void WriteScalar(Stream stream, double value, ScalarType type)
    {
        using var scope = NewDisposeScope();
        stream.Write(tensor(value).to(type).bytes);
    }
}
