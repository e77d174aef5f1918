using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Layers;

/// <summary>Rotary position embedding in the half-rotation layout: element i turns with element i + d/2.</summary>
/// <remarks>Source: Su et al., "RoFormer". Angles are made in float64 and used in float32.</remarks>
/// <param name="Cos">(L, 1, d) float32</param>
/// <param name="Sin">(L, 1, d) float32</param>
public sealed record Rope(Tensor Cos, Tensor Sin)
{
    /// <summary>Positions 0 .. L−1 with the frequencies θ^(−2i/d).</summary>
    public static Rope Of(long length, long headDim, double theta, Device device)
    {
        using var scope = NewDisposeScope();
        return FromAngles(Angles(length, headDim, theta), device).MoveToOuterScope();
    }

    /// <summary>A picture of H × W patches at time 0: the head is split t | h | w with h = w = 2⌊d/6⌋, t the rest.</summary>
    /// <param name="ratio">The NTK extrapolation ratio of h and w; θ = 10000·ratio^(d_h/(d_h−2)).</param>
    /// <remarks>Source: NVIDIA Cosmos-Predict2, as run for Anima.</remarks>
    public static Rope OfImage(long height, long width, long headDim, double ratio, Device device)
    {
        using var scope = NewDisposeScope();
        var dH = headDim / 6 * 2;
        var dT = headDim - 2 * dH;
        var theta = 10000.0 * Math.Pow(ratio, dH / (dH - 2.0));
        var t = zeros(height, width, dT / 2, dtype: float64);                                         // (H, W, d_t/2): time 0 turns nothing
        var h = Angles(height, dH, theta).unsqueeze(1).expand(height, width, dH / 2);                 // (H, W, d_h/2)
        var w = Angles(width, dH, theta).unsqueeze(0).expand(height, width, dH / 2);                  // (H, W, d_w/2)
        return FromAngles(cat([t, h, w], -1).reshape(height * width, headDim / 2), device).MoveToOuterScope();
    }

    /// <summary>Turns queries or keys.</summary>
    /// <param name="x">(B, L, heads, d) float32</param>
    public Tensor Apply(Tensor x)
    {
        using var scope = NewDisposeScope();
        var halves = x.chunk(2, -1);
        var turned = cat([-halves[1], halves[0]], -1);
        return addcmul(x * Cos, turned, Sin, 1).MoveToOuterDisposeScope();
    }

    private static Tensor Angles(long length, long dim, double theta)
    {
        using var scope = NewDisposeScope();
        var frequency = exp(arange(0, dim, 2, dtype: float64) * (-Math.Log(theta) / dim));           // (d/2)
        return outer(arange(length, dtype: float64), frequency).MoveToOuterDisposeScope();           // (L, d/2)
    }

    private static Rope FromAngles(Tensor angles, Device device)
    {
        var both = cat([angles, angles], -1).unsqueeze(1);                                            // (L, 1, d)
        return new Rope(both.cos().to(float32, device), both.sin().to(float32, device));
    }

    private Rope MoveToOuterScope()
    {
        Cos.MoveToOuterDisposeScope();
        Sin.MoveToOuterDisposeScope();
        return this;
    }
}
