using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Vae;

/// <summary>A part that takes and gives (B, C, H, W).</summary>
internal interface IVaeLayer
{
    Tensor Forward(Tensor x);
}

/// <summary>Twice norm, SiLU and convolution beside a path that is projected when the channels change.</summary>
internal sealed class VaeResidual : IVaeLayer
{
    private readonly ChannelNorm norm1, norm2;
    private readonly Conv2D conv1, conv2;
    private readonly Conv2D? shortcut;

    public VaeResidual(WeightSource weights, long inputs, long outputs)
    {
        norm1 = new ChannelNorm(weights, "residual.0", inputs);
        conv1 = Conv2D.Causal(weights, "residual.2", inputs, outputs, kernel: 3);
        norm2 = new ChannelNorm(weights, "residual.3", outputs);
        conv2 = Conv2D.Causal(weights, "residual.6", outputs, outputs, kernel: 3);
        shortcut = inputs == outputs ? null : Conv2D.Causal(weights, "shortcut", inputs, outputs, kernel: 1);
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var h = conv1.Forward(functional.silu(norm1.Forward(x)));
        h = conv2.Forward(functional.silu(norm2.Forward(h)));
        return (h + (shortcut?.Forward(x) ?? x)).MoveToOuterDisposeScope();
    }
}
