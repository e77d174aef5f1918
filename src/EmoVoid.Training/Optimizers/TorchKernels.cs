using static TorchSharp.torch;

namespace EmoVoid.Training.Optimizers;

/// <summary>The passes as libtorch operations: for any device.</summary>
internal sealed class TorchKernels : IFlatKernels
{
    private Tensor? signs; // (N) −1, 0 or 1

    public bool TakeSigns(Tensor g)
    {
        using var largest = g.norm(float.PositiveInfinity); // () NaN wins over infinity, infinity over every number
        if (!float.IsFinite(largest.item<float>()))
            return false;
        Dispose();
        signs = g.sign().DetachFromDisposeScope();
        return true;
    }

    public double L1Norm(Tensor p)
    {
        using var norm = p.norm(1f);
        return norm.item<float>();
    }

    public void ScaleAndDescend(Tensor p, float scale, float pulse)
    {
        if (scale != 1f)
            p.mul_(scale);
        p.add_(signs!, alpha: -pulse);
    }

    public void Dispose() => signs?.Dispose();
}
