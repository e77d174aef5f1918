using static EmoVoid.Training.Models.Nano.NanoTensor;

namespace EmoVoid.Training.Models.Nano;

/// <summary>The tensors of a Qwen3 text encoder file, in Hugging Face's naming.</summary>
/// <param name="Width">D, of the hidden states.</param>
/// <param name="KeyValueHeads">Shared by the query heads in groups.</param>
/// <param name="MlpWidth">Of the gated MLP.</param>
/// <param name="Vocabulary">Rows of the embedding.</param>
public sealed record Qwen3Tensors(long Width, int Layers, long Heads, long KeyValueHeads, long HeadDim, long MlpWidth, long Vocabulary)
{
    public IEnumerable<NanoTensor> All =>
    [
        Embedding("model.embed_tokens.weight", Vocabulary, Width),
        .. Enumerable.Range(0, Layers).SelectMany(i => Layer($"model.layers.{i}")),
        Norm("model.norm.weight", Width),
    ];

    private IEnumerable<NanoTensor> Layer(string name) =>
    [
        Norm($"{name}.input_layernorm.weight", Width),
        Linear($"{name}.self_attn.q_proj.weight", Heads * HeadDim, Width),
        Linear($"{name}.self_attn.k_proj.weight", KeyValueHeads * HeadDim, Width),
        Linear($"{name}.self_attn.v_proj.weight", KeyValueHeads * HeadDim, Width),
        Linear($"{name}.self_attn.o_proj.weight", Width, Heads * HeadDim),
        Norm($"{name}.self_attn.q_norm.weight", HeadDim),
        Norm($"{name}.self_attn.k_norm.weight", HeadDim),
        Norm($"{name}.post_attention_layernorm.weight", Width),
        Linear($"{name}.mlp.gate_proj.weight", MlpWidth, Width),
        Linear($"{name}.mlp.up_proj.weight", MlpWidth, Width),
        Linear($"{name}.mlp.down_proj.weight", Width, MlpWidth),
    ];
}
