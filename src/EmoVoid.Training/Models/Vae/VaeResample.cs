using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Vae;

/// <summary>Halves both sides: one zero row below and one zero column to the right, then a convolution of stride 2.</summary>
internal sealed class VaeDownsample(WeightSource weights, long channels) : IVaeLayer
{
    private readonly Conv2D conv = Conv2D.Plain(weights, "resample.1", channels, channels, kernel: 3, stride: 2, padded: false);

    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return conv.Forward(functional.pad(x, [0, 1, 0, 1])).MoveToOuterDisposeScope();
    }
}

/// <summary>Doubles both sides by repeating pixels, then a convolution that halves the channels.</summary>
internal sealed class VaeUpsample(WeightSource weights, long channels) : IVaeLayer
{
    private readonly Conv2D conv = Conv2D.Plain(weights, "resample.1", channels, channels / 2, kernel: 3);

    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return conv.Forward(functional.interpolate(x, scale_factor: [2, 2], mode: InterpolationMode.Nearest)).MoveToOuterDisposeScope();
    }
}
