using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Layers;

/// <summary>Multi-head attention with RMS-normed queries and keys: the one kind that Qwen3, the adapter and the DiT are made of.</summary>
public sealed class Attention
{
    private readonly long headDim;

    /// <param name="output">The name of the output projection, which differs from model to model.</param>
    public Attention(WeightSource weights, AttentionSizes sizes, string output)
    {
        headDim = sizes.HeadDim;
        Query = weights.Linear("q_proj", sizes.Width, sizes.Heads * headDim);
        Key = weights.Linear("k_proj", sizes.ContextWidth, sizes.KeyHeads * headDim);
        Value = weights.Linear("v_proj", sizes.ContextWidth, sizes.KeyHeads * headDim);
        Output = weights.Linear(output, sizes.Heads * headDim, sizes.Width);
        QueryGain = weights.TakeGain("q_norm.weight", headDim);
        KeyGain = weights.TakeGain("k_norm.weight", headDim);
    }

    public Linear Query { get; }
    public Linear Key { get; }
    public Linear Value { get; }
    public Linear Output { get; }

    /// <summary>(d) float32, of the norm that every head shares.</summary>
    internal Tensor QueryGain { get; }
    internal Tensor KeyGain { get; }

    /// <param name="x">(B, L, width): who asks.</param>
    /// <param name="context">(B, S, context width): who is asked; <paramref name="x"/> itself for self-attention.</param>
    /// <param name="queryRope">Positions of the L queries, or null.</param>
    /// <param name="keyRope">Positions of the S keys, or null.</param>
    /// <param name="visible">(B, 1, 1, S), true where a key may be seen, or numbers that are added to the logits; null: all are seen. A query that may see none gets 0.</param>
    /// <param name="causal">Whether a query sees only the keys up to its own position.</param>
    /// <returns>(B, L, width)</returns>
    public Tensor Forward(LayerInput x, LayerInput context, Rope? queryRope = null, Rope? keyRope = null, Tensor? visible = null, bool causal = false)
    {
        using var scope = NewDisposeScope();
        var y = ReferenceEquals(x, context)
            ? Linear.Forward(x, Query, Key, Value)
            : [Query.Forward(x), .. Linear.Forward(context, Key, Value)];
        var q = TurnedNorm.Of(Heads(y[0]), QueryGain, queryRope).transpose(1, 2);      // (B, H, L, d)
        var k = TurnedNorm.Of(Heads(y[1]), KeyGain, keyRope).transpose(1, 2);          // (B, H_k, S, d)
        var v = Heads(y[2]).transpose(1, 2);                                           // (B, H_k, S, d)
        var o = functional.scaled_dot_product_attention(q, Shared(k, q), Shared(v, q), visible, is_casual: causal);
        return Output.Forward(o.transpose(1, 2).flatten(2)).MoveToOuterDisposeScope(); // (B, L, width)
    }

    /// <summary>(B, L, heads·d) → (B, L, heads, d)</summary>
    private Tensor Heads(Tensor x) => x.unflatten(2, -1, headDim);

    /// <summary>With fewer key heads than query heads, each serves a group of neighbours: (B, H_k, S, d) → (B, H, S, d).</summary>
    private static Tensor Shared(Tensor k, Tensor q) =>
        k.shape[1] == q.shape[1] ? k : k.repeat_interleave(q.shape[1] / k.shape[1], 1);
}
