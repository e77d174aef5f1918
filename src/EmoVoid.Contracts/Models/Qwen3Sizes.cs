namespace EmoVoid.Contracts.Models;

/// <summary>The sizes of a Qwen3, read from its own tensors.</summary>
public sealed record Qwen3Sizes(long Vocabulary, long Width, int Layers, long MlpWidth, AttentionSizes Attention)
{
    /// <exception cref="ModelFileException">A tensor that tells a size is missing or makes no sense.</exception>
    public static Qwen3Sizes Read(ModelShapes shapes)
    {
        var embedding = shapes.Of("embed_tokens.weight", 2);
        return new Qwen3Sizes(
            Vocabulary: embedding[0],
            Width: embedding[1],
            Layers: shapes.CountParts("layers."),
            MlpWidth: shapes.Of("layers.0.mlp.gate_proj.weight", 2)[0],
            Attention: AttentionSizes.Read(shapes, "layers.0.self_attn"));
    }
}
