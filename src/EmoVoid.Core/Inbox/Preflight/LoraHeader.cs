using System.Buffers.Binary;
using EmoVoid.Contracts.Lora;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>What a LoRA file says about itself, without a look at its matrices.</summary>
/// <param name="Ranks">The ranks of its layers, each once; more than one where they differ.</param>
/// <param name="Alphas">The alphas of its layers, each once; a layer without one has its rank, as ComfyUI and kohya's tools take it.</param>
/// <param name="Strangers">Tensors that are no part of a LoRA for the DiT, as those of a text encoder.</param>
internal sealed record LoraHeader(IReadOnlyList<long> Ranks, IReadOnlyList<double> Alphas, IReadOnlyList<string> Strangers)
{
    /// <exception cref="SafetensorsException">It is no whole safetensors file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static LoraHeader Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var spelling = LoraSpelling.Of([.. file.Tensors.Keys]);
        var downs = file.Tensors.Values.Where(tensor => spelling.Has(tensor.Name) && tensor.Name.EndsWith(spelling.Down, StringComparison.Ordinal) && tensor.Shape.Count == 2).ToList();
        return new LoraHeader(
            [.. downs.Select(down => down.Shape[0]).Distinct().Order()],
            [.. downs.Select(down => Alpha(file, spelling.AlphaBeside(down.Name)) ?? down.Shape[0]).Distinct().Order()],
            [.. file.Tensors.Keys.Where(name => !spelling.Has(name)).Order(StringComparer.Ordinal)]);
    }

    private static double? Alpha(SafetensorsFile file, string name)
    {
        if (!file.Tensors.TryGetValue(name, out var alpha) || alpha.Elements != 1)
            return null;
        var bytes = file.Bytes(name);
        return alpha.Type switch
        {
            TensorType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
            TensorType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            TensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            TensorType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            TensorType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => null,
        };
    }
}
