using static TorchSharp.torch;

namespace EmoVoid.Training.Optimizers;

/// <summary>AdamW over one flat float32 buffer: for a base that is trained from nothing.</summary>
/// <remarks>Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", algorithm 2, without decay.</remarks>
internal sealed class AdamW : IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-8;

    private readonly Tensor p;              // (N)

    /// <param name="parameters">(N), changed in place by each step.</param>
    public AdamW(Tensor parameters)
    {
        using var scope = NewDisposeScope();
        p = parameters.detach().DetachFromDisposeScope();
        First = zeros_like(p).DetachFromDisposeScope();
        Second = zeros_like(p).DetachFromDisposeScope();
    }

    /// <summary>m: (N)</summary>
    public Tensor First { get; }

    /// <summary>v: (N)</summary>
    public Tensor Second { get; }

    /// <param name="g">(N)</param>
    /// <param name="rate">α</param>
    /// <param name="t">The step, counted from 1.</param>
    public void Step(Tensor g, double rate, int t)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        First.lerp_(g, 1 - Beta1);                                                     // m = β₁m + (1 − β₁)g
        Second.mul_(Beta2).addcmul_(g, g, 1 - Beta2);                                  // v = β₂v + (1 − β₂)g²
        var deviation = Second.sqrt().div_(Math.Sqrt(1 - Math.Pow(Beta2, t))).add_(Epsilon);
        p.addcdiv_(First, deviation, -rate / (1 - Math.Pow(Beta1, t)));                // p −= α·m̂ / (√v̂ + ε)
    }

    public void Dispose()
    {
        p.Dispose();
        First.Dispose();
        Second.Dispose();
    }
}
