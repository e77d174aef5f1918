namespace EmoVoid.Contracts.Models;

/// <summary>The sizes of an adapter, read from its own tensors.</summary>
/// <param name="TokenWidth">Of the T5 token embedding.</param>
/// <param name="Width">Of the blocks.</param>
/// <param name="OutputWidth">Of the context that the DiT gets.</param>
/// <param name="HasInput">Whether tokens are projected to the blocks' width; they are when the widths differ.</param>
public sealed record LlmAdapterSizes(
    long Vocabulary, long TokenWidth, long Width, long OutputWidth, int Blocks, long MlpWidth, AttentionSizes SelfAttention, AttentionSizes CrossAttention, bool HasInput)
{
    /// <param name="shapes">Of the DiT's file.</param>
    /// <exception cref="ModelFileException">A tensor that tells a size is missing or makes no sense.</exception>
    public static LlmAdapterSizes Read(ModelShapes shapes)
    {
        var embedding = shapes.Of("llm_adapter.embed.weight", 2);
        var output = shapes.Of("llm_adapter.out_proj.weight", 2);
        return new LlmAdapterSizes(
            Vocabulary: embedding[0],
            TokenWidth: embedding[1],
            Width: output[1],
            OutputWidth: output[0],
            Blocks: shapes.CountParts("llm_adapter.blocks."),
            MlpWidth: shapes.Of("llm_adapter.blocks.0.mlp.0.weight", 2)[0],
            SelfAttention: AttentionSizes.Read(shapes, "llm_adapter.blocks.0.self_attn"),
            CrossAttention: AttentionSizes.Read(shapes, "llm_adapter.blocks.0.cross_attn"),
            HasInput: embedding[1] != output[1]);
    }
}
