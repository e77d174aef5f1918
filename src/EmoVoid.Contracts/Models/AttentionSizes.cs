namespace EmoVoid.Contracts.Models;

/// <summary>What an attention is built from.</summary>
/// <param name="Width">Of the queries' side, and of the result.</param>
/// <param name="ContextWidth">Of the keys' and values' side.</param>
/// <param name="KeyHeads">How many heads keys and values have; <paramref name="Heads"/> is a multiple of it.</param>
public sealed record AttentionSizes(long Width, long ContextWidth, long HeadDim, long Heads, long KeyHeads)
{
    /// <summary>The projections of queries, keys, values and the result, as (outputs, inputs).</summary>
    public IReadOnlyList<(long Outputs, long Inputs)> Matrices =>
        [(Heads * HeadDim, Width), (KeyHeads * HeadDim, ContextWidth), (KeyHeads * HeadDim, ContextWidth), (Width, Heads * HeadDim)];

    /// <summary>Reads the sizes from the shapes of an attention's own tensors.</summary>
    /// <exception cref="ModelFileException">They do not fit together.</exception>
    public static AttentionSizes Read(ModelShapes shapes, string name)
    {
        var headDim = shapes.Of($"{name}.q_norm.weight", 1)[0];
        var (q, k) = (shapes.Of($"{name}.q_proj.weight", 2), shapes.Of($"{name}.k_proj.weight", 2));
        var heads = shapes.Divide(q[0], headDim, $"the query heads of {name}");
        var keyHeads = shapes.Divide(k[0], headDim, $"the key heads of {name}");
        shapes.Divide(heads, keyHeads, $"the query heads for a key head of {name}");
        return new AttentionSizes(q[1], k[1], headDim, heads, keyHeads);
    }
}
