using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Layers;

/// <summary>Root-mean-square norm over the last dimension.</summary>
/// <remarks>Source: Zhang and Sennrich, "Root Mean Square Layer Normalization". ε = 1e-6 in Qwen3, in the adapter and in the DiT.</remarks>
public static class Rms
{
    private const double Epsilon = 1e-6;

    /// <summary>x / √(mean x² + ε) · gain.</summary>
    /// <param name="gain">(D) float32</param>
    /// <returns>(…, D) float32, whatever the type of <paramref name="x"/>.</returns>
    public static Tensor Norm(Tensor x, Tensor gain)
    {
        using var scope = NewDisposeScope();
        var xf = x.to(float32);
        return (xf * Inverse(xf) * gain).MoveToOuterDisposeScope();
    }

    /// <summary>1 / √(mean x² + ε)</summary>
    /// <param name="x">(…, D) float32</param>
    /// <returns>(…, 1)</returns>
    public static Tensor Inverse(Tensor x)
    {
        using var scope = NewDisposeScope();
        return x.pow(2).mean([-1], keepdim: true).add(Epsilon).rsqrt().MoveToOuterDisposeScope();
    }

    /// <summary>The same by way of |x| = √(Σx²), which needs no room for the squares. Autograd could not go through it where x is 0.</summary>
    /// <param name="x">(…, D) float32</param>
    /// <returns>(…, 1)</returns>
    public static Tensor InverseWithoutGradient(Tensor x)
    {
        using var scope = NewDisposeScope();
        return linalg.vector_norm(x, 2, [-1], keepdim: true).pow_(2).div_(x.shape[^1]).add_(Epsilon).rsqrt_().MoveToOuterDisposeScope();
    }

    /// <summary><see cref="Norm"/>, back in the type of <paramref name="x"/>.</summary>
    public static Tensor NormLike(Tensor x, Tensor gain)
    {
        using var scope = NewDisposeScope();
        return Norm(x, gain).to(x.dtype).MoveToOuterDisposeScope();
    }
}
