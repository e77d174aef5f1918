using System.Runtime.InteropServices;
using EmoVoid.Contracts.Models;
using EmoVoid.Safetensors;
using EmoVoid.Training.Models.Nano;

namespace EmoVoid.Benchmarks.FullSize;

/// <summary>A model of the real files' names and shapes, filled with cheap random bits that are sane bfloat16 numbers.</summary>
/// <param name="Dit">With the adapter.</param>
internal sealed record RandomModel(DitTensors Dit, Qwen3Tensors TextEncoder, VaeTensors Vae)
{
    private const ushort One = 0x3F80;
    private const int ExponentBias = 127, MantissaBits = 7, WordBytes = 1 << 22;

    /// <summary>Sign, lowest bit of the exponent, mantissa, of four numbers at once.</summary>
    private const ulong RandomBits = 0x80FF_80FF_80FF_80FF;

    public static RandomModel Full { get; } = new(
        new DitTensors(Width: 2048, HeadDim: 128, Blocks: 28, ModulationRank: 256, Channels: 16, Context: 1024, AdapterHeadDim: 64, AdapterBlocks: 6, Source: 1024, Vocabulary: 32128),
        new Qwen3Tensors(Width: 1024, Layers: 28, Heads: 16, KeyValueHeads: 8, HeadDim: 128, MlpWidth: 3072, Vocabulary: 151936),
        new VaeTensors(Base: 96, Latent: 16));

    /// <summary>The same in small: a fortieth of the weights, and still large enough for memory to be measured.</summary>
    public static RandomModel Small { get; } = new(
        new DitTensors(Width: 512, HeadDim: 64, Blocks: 12, ModulationRank: 64, Channels: 16, Context: 256, AdapterHeadDim: 32, AdapterBlocks: 2, Source: 128, Vocabulary: 384),
        new Qwen3Tensors(Width: 128, Layers: 2, Heads: 4, KeyValueHeads: 2, HeadDim: 32, MlpWidth: 384, Vocabulary: 320),
        new VaeTensors(Base: 8, Latent: 16));

    public AnimaDitSizes Sizes { get; } = AnimaDitSizes.Read(
        ModelShapes.Find("the random model", Dit.All.ToDictionary(tensor => tensor.Name, tensor => (IReadOnlyList<long>)tensor.Shape), ModelPart.Dit.Landmark, ModelPart.Dit.What).Shapes);

    public static string Write(string folder, string name, IEnumerable<NanoTensor> tensors)
    {
        var path = Path.Combine(folder, name);
        SafetensorsWriter.Write(path, [.. tensors.Select(tensor =>
            new SafetensorsWriter.Entry(tensor.Name, TensorType.BF16, tensor.Shape, stream => Fill(stream, tensor)))]);
        return path;
    }

    private static void Fill(Stream stream, NanoTensor tensor)
    {
        var left = 2 * tensor.Elements;
        var words = new ulong[Math.Min(left / 8 + 1, WordBytes / 8)];
        var state = (ulong)tensor.Name.Aggregate(17L, (hash, letter) => hash * 31 + letter) | 1;
        while (left > 0)
        {
            if (tensor.Deviation == 0)
                Array.Fill(words, One * 0x0001_0001_0001_0001UL);
            else
                state = Randomize(words, state, tensor.Deviation);
            var bytes = MemoryMarshal.AsBytes<ulong>(words);
            var now = (int)Math.Min(left, bytes.Length);
            stream.Write(bytes[..now]);
            left -= now;
        }
    }

    /// <summary>Numbers of either sign from half to twice a power of two near the deviation. Source of the generator: Marsaglia, "Xorshift RNGs".</summary>
    private static ulong Randomize(ulong[] words, ulong state, double deviation)
    {
        var exponent = (ulong)((int)Math.Round(Math.Log2(deviation)) - 1 + ExponentBias) & ~1UL;
        var size = (exponent << MantissaBits) * 0x0001_0001_0001_0001UL;
        for (var i = 0; i < words.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            words[i] = (state & RandomBits) | size;
        }

        return state;
    }
}
