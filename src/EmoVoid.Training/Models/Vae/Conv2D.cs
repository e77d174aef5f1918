using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Vae;

/// <summary>A frozen convolution over one frame.</summary>
internal sealed class Conv2D
{
    private readonly Tensor kernel, bias;
    private readonly long stride, padding;

    private Conv2D(Tensor kernel, Tensor bias, long stride, long padding) =>
        (this.kernel, this.bias, this.stride, this.padding) = (kernel, bias, stride, padding);

    /// <summary>A kernel (out, in, k, k) for pictures.</summary>
    public static Conv2D Plain(WeightSource weights, string name, long inputs, long outputs, long kernel, long stride = 1, bool padded = true) =>
        new(weights.Take(name + ".weight", outputs, inputs, kernel, kernel), weights.Take(name + ".bias", outputs), stride, padded ? kernel / 2 : 0);

    /// <summary>A causal kernel (out, in, k, k, k) for video, of which only the last temporal slice meets the single frame.</summary>
    public static Conv2D Causal(WeightSource weights, string name, long inputs, long outputs, long kernel) =>
        new(weights.TakeLastFrame(name + ".weight", outputs, inputs, kernel), weights.Take(name + ".bias", outputs), 1, kernel / 2);

    /// <param name="x">(B, in, H, W)</param>
    public Tensor Forward(Tensor x) => functional.conv2d(x, kernel, bias, strides: [stride, stride], padding: [padding, padding]);
}
