using static EmoVoid.Training.Models.Nano.NanoTensor;

namespace EmoVoid.Training.Models.Nano;

/// <summary>The tensors of an Anima DiT file, adapter included, in ComfyUI's naming.</summary>
/// <param name="Width">D</param>
/// <param name="HeadDim">Of the DiT's attentions.</param>
/// <param name="ModulationRank">Of the low-rank AdaLN.</param>
/// <param name="Channels">Of the latents.</param>
/// <param name="Context">D_c, the adapter's width and that of the rows the DiT attends to.</param>
/// <param name="AdapterHeadDim">Of the adapter's attentions.</param>
/// <param name="Source">D_s, the text encoder's width.</param>
/// <param name="Vocabulary">Rows of the adapter's embedding, for T5's ids.</param>
public sealed record DitTensors(
    long Width, long HeadDim, int Blocks, long ModulationRank, long Channels, long Context, long AdapterHeadDim, int AdapterBlocks, long Source, long Vocabulary)
{
    private const long PatchArea = 4;
    private const long MlpRatio = 4;

    /// <summary>Of what shifts, scales and gates a sublayer: small, so that a block changes its input and does not replace it.</summary>
    public double ModulationGain { get; init; } = 0.3;

    public IEnumerable<NanoTensor> All =>
    [
        Linear("net.x_embedder.proj.1.weight", Width, PatchArea * (Channels + 1)), // latents and the padding mask
        Linear("net.t_embedder.1.linear_1.weight", Width, Width),
        Linear("net.t_embedder.1.linear_2.weight", 3 * Width, Width, ModulationGain),
        Norm("net.t_embedding_norm.weight", Width),
        .. Adapter,
        .. Enumerable.Range(0, Blocks).SelectMany(i => Block($"net.blocks.{i}")),
        Linear("net.final_layer.linear.weight", PatchArea * Channels, Width),
        .. Modulation("net.final_layer.adaln_modulation", 2),
    ];

    private IEnumerable<NanoTensor> Block(string name) =>
    [
        .. Attention($"{name}.self_attn", Width, Width, HeadDim, "output_proj"),
        .. Attention($"{name}.cross_attn", Width, Context, HeadDim, "output_proj"),
        Linear($"{name}.mlp.layer1.weight", MlpRatio * Width, Width),
        Linear($"{name}.mlp.layer2.weight", Width, MlpRatio * Width),
        .. Modulation($"{name}.adaln_modulation_self_attn", 3),
        .. Modulation($"{name}.adaln_modulation_cross_attn", 3),
        .. Modulation($"{name}.adaln_modulation_mlp", 3),
    ];

    private IEnumerable<NanoTensor> Modulation(string name, int chunks) =>
    [
        Linear($"{name}.1.weight", ModulationRank, Width),
        Linear($"{name}.2.weight", chunks * Width, ModulationRank, ModulationGain),
    ];

    private IEnumerable<NanoTensor> Adapter =>
    [
        Embedding("net.llm_adapter.embed.weight", Vocabulary, Context),
        .. Enumerable.Range(0, AdapterBlocks).SelectMany(i => AdapterBlock($"net.llm_adapter.blocks.{i}")),
        Linear("net.llm_adapter.out_proj.weight", Context, Context),
        Bias("net.llm_adapter.out_proj.bias", Context),
        Norm("net.llm_adapter.norm.weight", Context),
    ];

    private IEnumerable<NanoTensor> AdapterBlock(string name) =>
    [
        Norm($"{name}.norm_self_attn.weight", Context),
        .. Attention($"{name}.self_attn", Context, Context, AdapterHeadDim, "o_proj"),
        Norm($"{name}.norm_cross_attn.weight", Context),
        .. Attention($"{name}.cross_attn", Context, Source, AdapterHeadDim, "o_proj"),
        Norm($"{name}.norm_mlp.weight", Context),
        Linear($"{name}.mlp.0.weight", MlpRatio * Context, Context),
        Bias($"{name}.mlp.0.bias", MlpRatio * Context),
        Linear($"{name}.mlp.2.weight", Context, MlpRatio * Context),
        Bias($"{name}.mlp.2.bias", Context),
    ];

    private static IEnumerable<NanoTensor> Attention(string name, long width, long source, long headDim, string output) =>
    [
        Linear($"{name}.q_proj.weight", width, width),
        Norm($"{name}.q_norm.weight", headDim),
        Linear($"{name}.k_proj.weight", width, source),
        Norm($"{name}.k_norm.weight", headDim),
        Linear($"{name}.v_proj.weight", width, source),
        Linear($"{name}.{output}.weight", width, width),
    ];
}
