using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Vae;

/// <summary>Root-mean-square norm over the channels of each pixel: x / ‖x‖ · √C · gain.</summary>
/// <param name="dimensions">Of the gain in the file beside its channels, all 1: three in video layers, two in picture layers.</param>
internal sealed class ChannelNorm(WeightSource weights, string name, long channels, int dimensions = 3)
{
    /// <summary>Of the length of x, 1e-12 at least.</summary>
    private const double SmallestSquare = 1e-24;

    private readonly Tensor gain = weights.TakeGain(name + ".gamma", [channels, .. Enumerable.Repeat(1L, dimensions)]);

    /// <param name="x">(B, C, H, W)</param>
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var xf = x.to(float32);
        // A sum of squares: libtorch's norm over a dimension in the middle is scalar code, several times as slow.
        var inverse = xf.square().sum(1, keepdim: true).clamp_min(SmallestSquare).rsqrt();  // (B, 1, H, W) 1 / ‖x‖
        var scale = (gain * Math.Sqrt(channels)).reshape(1, channels, 1, 1);
        return (xf * inverse * scale).to(x.dtype).MoveToOuterDisposeScope();
    }
}
