using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Vae;

/// <summary>Root-mean-square norm over the channels of each pixel: x / ‖x‖ · √C · gain.</summary>
/// <param name="dimensions">Of the gain in the file beside its channels, all 1: three in video layers, two in picture layers.</param>
internal sealed class ChannelNorm(WeightSource weights, string name, long channels, int dimensions = 3)
{
    private readonly Tensor gain = weights.TakeGain(name + ".gamma", [channels, .. Enumerable.Repeat(1L, dimensions)]);

    /// <param name="x">(B, C, H, W)</param>
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var scale = (gain * Math.Sqrt(channels)).reshape(1, channels, 1, 1);
        return (functional.normalize(x.to(float32), dim: 1) * scale).to(x.dtype).MoveToOuterDisposeScope();
    }
}
