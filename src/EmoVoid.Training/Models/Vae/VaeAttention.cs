using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Vae;

/// <summary>Single-head self-attention between all pixels of the deepest level.</summary>
internal sealed class VaeAttention(WeightSource weights, long channels) : IVaeLayer
{
    private readonly ChannelNorm norm = new(weights, "norm", channels, dimensions: 2);
    private readonly Conv2D toQkv = Conv2D.Plain(weights, "to_qkv", channels, 3 * channels, kernel: 1);
    private readonly Conv2D projection = Conv2D.Plain(weights, "proj", channels, channels, kernel: 1);

    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (h, w) = (x.shape[2], x.shape[3]);
        var qkv = toQkv.Forward(norm.Forward(x)).flatten(2).transpose(1, 2).unsqueeze(1);  // (B, 1, h·w, 3C)
        var parts = qkv.contiguous().chunk(3, -1);                                         // q, k, v: (B, 1, h·w, C)
        var o = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);     // (B, 1, h·w, C)
        o = o.squeeze(1).transpose(1, 2).unflatten(2, h, w);                               // (B, C, h, w)
        return (x + projection.Forward(o)).MoveToOuterDisposeScope();
    }
}
