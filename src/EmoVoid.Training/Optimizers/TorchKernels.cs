using static TorchSharp.torch;

namespace EmoVoid.Training.Optimizers;

/// <summary>The passes as libtorch operations: for any device.</summary>
internal sealed class TorchKernels : IFlatKernels
{
    public bool AreFinite(Tensor x)
    {
        using var largest = x.norm(float.PositiveInfinity); // () NaN wins over infinity, infinity over every number
        return float.IsFinite(largest.item<float>());
    }

    public double L1Norm(Tensor x)
    {
        using var norm = x.norm(1f);
        return norm.item<float>();
    }

    public void ScaleAndDescend(Tensor p, Tensor g, float scale, float pulse)
    {
        using var sign = g.sign();
        if (scale != 1f)
            p.mul_(scale);
        p.add_(sign, alpha: -pulse);
    }
}
