using System.Buffers.Binary;
using System.Text;
using EmoVoid.Safetensors;

namespace EmoVoid.Training.Models.Nano;

/// <summary>Fills tensors with numbers that depend on nothing but the tensor's name and the place in it, so that every machine makes the same file.</summary>
/// <remarks>
/// Uniform and not normal numbers: a logarithm or a cosine may differ in its last bit from one C library to the next; sums, products and
/// square roots may not. Source of the mixing function: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (SplitMix64).
/// </remarks>
internal static class NanoWeights
{
    public static void Write(string path, IEnumerable<NanoTensor> tensors) =>
        SafetensorsWriter.Write(path, [.. tensors.Select(Entry)], new Dictionary<string, string> { ["format"] = "pt", ["anima_nano"] = "random weights, made from a fixed seed" });

    private static SafetensorsWriter.Entry Entry(NanoTensor tensor) =>
        new(tensor.Name, TensorType.BF16, tensor.Shape, stream => stream.Write(Fill(tensor)));

    /// <summary>The numbers of a tensor, in its order.</summary>
    public static float[] Values(NanoTensor tensor)
    {
        var values = new float[tensor.Elements];
        var stream = Hash(tensor.Name);
        var halfWidth = tensor.Deviation * Math.Sqrt(3);                 // U(−a, a) has the deviation a / √3
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(tensor.Mean + halfWidth * (2 * Uniform(stream, (ulong)i) - 1));
        return values;
    }

    private static byte[] Fill(NanoTensor tensor)
    {
        var bytes = new byte[2 * tensor.Elements];
        foreach (var (i, value) in Values(tensor).Index())
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), ToBFloat16(value));
        return bytes;
    }

    /// <returns>0 ≤ u &lt; 1, a multiple of 2⁻⁵³.</returns>
    private static double Uniform(ulong stream, ulong index) => (Mix(stream + (index + 1) * 0x9E3779B97F4A7C15) >> 11) * (1.0 / (1L << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>FNV-1a, 64 bits.</summary>
    private static ulong Hash(string name) =>
        Encoding.UTF8.GetBytes(name).Aggregate(0xCBF29CE484222325, (hash, b) => (hash ^ b) * 0x100000001B3);

    /// <summary>The upper half of a float32, rounded to nearest, ties to even.</summary>
    private static ushort ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
