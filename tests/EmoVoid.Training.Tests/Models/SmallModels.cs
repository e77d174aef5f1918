using EmoVoid.Safetensors;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Models;

/// <summary>Models of odd little sizes with random weights, no size equal to another where they need not be.</summary>
internal static class SmallModels
{
    /// <summary>Three heads of 12, a context narrower than the model, an MLP of another ratio.</summary>
    public static readonly AnimaDitSizes Dit = new(
        Channels: 5, Patch: 2, Width: 36, Blocks: 2, MlpWidth: 60, ModulationRank: 7,
        SelfAttention: new AttentionSizes(36, 36, 12, 3, 3), CrossAttention: new AttentionSizes(36, 20, 12, 3, 3));

    public static readonly LlmAdapterSizes Adapter = new(
        Vocabulary: 31, TokenWidth: 14, Width: 24, OutputWidth: 20, Blocks: 2, MlpWidth: 40,
        SelfAttention: new AttentionSizes(24, 24, 8, 3, 3), CrossAttention: new AttentionSizes(24, 18, 8, 3, 3), HasInput: true);

    public static readonly Qwen3Sizes Qwen = new(Vocabulary: 41, Width: 18, Layers: 2, MlpWidth: 30, Attention: new AttentionSizes(18, 18, 6, 4, 2));

    public static IReadOnlyList<KeyValuePair<string, long[]>> DitShapes => WeightShapes.Of(weights => new AnimaDit(weights, Dit));

    /// <summary>A DiT file with its adapter, as users have it.</summary>
    public static string WriteDit(string path, string prefix = "net.", ScalarType type = ScalarType.Float32) =>
        Write(path, prefix, [.. DitShapes, .. WeightShapes.Of(weights => new LlmAdapter(weights.In("llm_adapter"), Adapter))], type);

    public static string WriteQwen(string path, string prefix = "model.") => Write(path, prefix, WeightShapes.Of(weights => new Qwen3(weights, Qwen)));

    /// <summary>Normal numbers of deviation 1/√inputs; gains of norms near 1.</summary>
    public static string Write(string path, string prefix, IReadOnlyList<KeyValuePair<string, long[]>> shapes, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var entries = shapes.Select(item =>
        {
            var values = randn(item.Value, generator: generator) / Math.Sqrt(item.Value[^1]);
            return (item.Value.Length == 1 ? 1 + values : values).ToEntry(prefix + item.Key, type);
        });
        SafetensorsWriter.Write(path, [.. entries]);
        return path;
    }

    /// <summary>A source whose tensors are normal numbers, for layers alone.</summary>
    public sealed class RandomWeights : WeightSource
    {
        protected override Tensor Get(string name, long[] shape, bool inFloat32) => randn(shape) / Math.Sqrt(shape[^1]);
    }
}
