namespace EmoVoid.Contracts.Memory;

/// <summary>The sizes of a diffusion transformer that its memory and its time depend on.</summary>
/// <param name="Width">D, of a token.</param>
/// <param name="ModulationRank">Of the low-rank AdaLN.</param>
/// <param name="ContextWidth">D_c, of a row of the text context.</param>
/// <param name="Channels">Of the latents.</param>
/// <param name="PatchArea">Latent pixels in a token.</param>
public sealed record DitDimensions(int Blocks, long Width, long MlpWidth, long ModulationRank, long ContextWidth, long Channels, long PatchArea)
{
    private const string Landmark = "x_embedder.proj.1.weight";

    /// <summary>Rows of the text context; all of them take part, empty ones too.</summary>
    public const long ContextRows = 512;

    /// <summary>The sizes of the published model.</summary>
    public static DitDimensions FullSize { get; } = new(Blocks: 28, Width: 2048, MlpWidth: 8192, ModulationRank: 256, ContextWidth: 1024, Channels: 16, PatchArea: 4);

    /// <summary>The matrices of a block that a LoRA adapts, as (outputs, inputs): the projections of both attentions and the MLP.</summary>
    public IReadOnlyList<(long Outputs, long Inputs)> BlockMatrices =>
    [
        (Width, Width), (Width, Width), (Width, Width), (Width, Width),
        (Width, Width), (Width, ContextWidth), (Width, ContextWidth), (Width, Width),
        (MlpWidth, Width), (Width, MlpWidth),
    ];

    /// <summary>Numbers in those matrices.</summary>
    public long BlockMatrixWeights => BlockMatrices.Sum(matrix => matrix.Outputs * matrix.Inputs);

    /// <summary>Numbers in the three low-rank modulations of a block.</summary>
    public long BlockModulationWeights => 3 * (ModulationRank * Width + 3 * Width * ModulationRank);

    /// <summary>Numbers outside the blocks: patches, time embedding, final layer.</summary>
    public long OtherWeights =>
        Width * PatchArea * (Channels + 1) + 4 * Width * Width + PatchArea * Channels * Width + ModulationRank * Width + 2 * Width * ModulationRank;

    public long Weights => Blocks * (BlockMatrixWeights + BlockModulationWeights) + OtherWeights;

    /// <summary>A rank r LoRA on every one of the matrices.</summary>
    public long LoraWeights(int rank) => Blocks * BlockMatrices.Sum(matrix => rank * (matrix.Outputs + matrix.Inputs));

    /// <summary>Tokens of a picture of that area: a token is a patch of 2 × 2 latent pixels, each 8 × 8 pixels.</summary>
    public long Tokens(int resolution) => (long)resolution * resolution / (64 * PatchArea);

    /// <summary>Reads the sizes from a file's tensor shapes, under whatever prefix; null when the file is no such model.</summary>
    public static DitDimensions? Read(IReadOnlyDictionary<string, IReadOnlyList<long>> shapes)
    {
        var found = shapes.Keys.Where(name => name == Landmark || name.EndsWith("." + Landmark, StringComparison.Ordinal)).MinBy(name => name.Length);
        if (found is null)
            return null;
        var prefix = found[..^Landmark.Length];
        var blocks = Enumerable.Range(0, shapes.Count).TakeWhile(i => shapes.ContainsKey($"{prefix}blocks.{i}.mlp.layer1.weight")).Count();
        if (Of(Landmark) is not { } input || Of("final_layer.linear.weight") is not { } output || Of("blocks.0.mlp.layer1.weight") is not { } mlp
            || Of("blocks.0.adaln_modulation_mlp.1.weight") is not { } modulation || Of("blocks.0.cross_attn.k_proj.weight") is not { } key)
            return null;
        var area = input[1] - output[0];
        return area <= 0 ? null : new DitDimensions(blocks, input[0], mlp[0], modulation[0], key[1], output[0] / area, area);

        IReadOnlyList<long>? Of(string name) => shapes.TryGetValue(prefix + name, out var shape) && shape.Count == 2 ? shape : null;
    }
}
