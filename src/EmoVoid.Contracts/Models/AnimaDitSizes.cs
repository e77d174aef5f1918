namespace EmoVoid.Contracts.Models;

/// <summary>The sizes of a DiT, read from its own tensors, and the numbers of weights that follow from them.</summary>
/// <param name="Channels">Of the latents, in and out.</param>
/// <param name="Patch">Side of a patch, in latent pixels.</param>
/// <param name="Width">D</param>
/// <param name="ModulationRank">Of the low-rank AdaLN.</param>
public sealed record AnimaDitSizes(
    long Channels, long Patch, long Width, int Blocks, long MlpWidth, long ModulationRank, AttentionSizes SelfAttention, AttentionSizes CrossAttention)
{
    /// <summary>Rows of the text context; all of them take part, empty ones too.</summary>
    public const long ContextRows = 512;

    public long PatchArea => Patch * Patch;

    public DitScale Scale => new(Width, Blocks);

    /// <summary>The narrowest side of all layers that a LoRA adapts: a rank above it adds nothing.</summary>
    public long NarrowestLoraLayer => BlockMatrices.Min(matrix => Math.Min(matrix.Outputs, matrix.Inputs));

    /// <summary>The matrices of a block that a LoRA adapts, in the order of a LoRA file: the projections of both attentions and the MLP.</summary>
    public IReadOnlyList<(long Outputs, long Inputs)> BlockMatrices => [.. SelfAttention.Matrices, .. CrossAttention.Matrices, (MlpWidth, Width), (Width, MlpWidth)];

    /// <summary>Numbers in those matrices.</summary>
    public long BlockMatrixWeights => BlockMatrices.Sum(matrix => matrix.Outputs * matrix.Inputs);

    /// <summary>Numbers in the three low-rank modulations of a block.</summary>
    public long BlockModulationWeights => 3 * (ModulationRank * Width + 3 * Width * ModulationRank);

    /// <summary>Numbers outside the blocks: patches, time embedding, final layer.</summary>
    public long OtherWeights =>
        Width * PatchArea * (Channels + 1) + 4 * Width * Width + PatchArea * Channels * Width + ModulationRank * Width + 2 * Width * ModulationRank;

    /// <summary>Numbers in the whole DiT, but for the gains of its norms.</summary>
    public long Weights => Blocks * (BlockMatrixWeights + BlockModulationWeights) + OtherWeights;

    /// <summary>Numbers in a LoRA of rank r on every one of the matrices.</summary>
    public long LoraWeights(int rank) => Blocks * BlockMatrices.Sum(matrix => rank * (matrix.Outputs + matrix.Inputs));

    /// <summary>Tokens of a picture of that area, in pixels: a token is a patch, and a latent pixel is 8 × 8 pixels.</summary>
    public long Tokens(long pixels) => pixels / (64 * PatchArea);

    /// <exception cref="ModelFileException">A tensor that tells a size is missing or makes no sense.</exception>
    public static AnimaDitSizes Read(ModelShapes shapes)
    {
        var input = shapes.Of("x_embedder.proj.1.weight", 2);                          // (D, p²·(C + 1)): latents and a mask channel
        var output = shapes.Of("final_layer.linear.weight", 2);                        // (p²·C, D): as many channels come out as go in
        var area = input[1] - output[0];
        var patch = (long)Math.Sqrt(Math.Max(area, 0));
        if (patch == 0 || patch * patch != area)
            throw new ModelFileException(shapes.Source, $"its patches have no side: x_embedder.proj.1.weight takes {input[1]} numbers and final_layer.linear.weight gives {output[0]}, which should be p²·(C+1) and p²·C");
        return new AnimaDitSizes(
            Channels: shapes.Divide(output[0], area, "the channels of final_layer.linear.weight"),
            Patch: patch,
            Width: input[0],
            Blocks: shapes.CountParts("blocks."),
            MlpWidth: shapes.Of("blocks.0.mlp.layer1.weight", 2)[0],
            ModulationRank: shapes.Of("blocks.0.adaln_modulation_self_attn.1.weight", 2)[0],
            SelfAttention: AttentionSizes.Read(shapes, "blocks.0.self_attn"),
            CrossAttention: AttentionSizes.Read(shapes, "blocks.0.cross_attn"));
    }
}
