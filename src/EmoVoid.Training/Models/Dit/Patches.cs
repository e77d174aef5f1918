using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Dit;

/// <summary>Between a picture and the sequence of its patches, row by row.</summary>
public static class Patches
{
    /// <returns>(B, h·w, C·p²), channel-major: (c m n)</returns>
    /// <param name="x">(B, C, h·p, w·p)</param>
    public static Tensor Split(Tensor x, long p)
    {
        using var scope = NewDisposeScope();
        var (b, c, h, w) = (x.shape[0], x.shape[1], x.shape[2] / p, x.shape[3] / p);
        return x.reshape(b, c, h, p, w, p)                                             // (B, C, h, p, w, p)
            .permute(0, 2, 4, 1, 3, 5)                                                 // (B, h, w, C, p, p)
            .reshape(b, h * w, c * p * p).MoveToOuterDisposeScope();
    }

    /// <returns>(B, C, h·p, w·p)</returns>
    /// <param name="x">(B, h·w, p²·C), channel-minor: (p1 p2 c)</param>
    public static Tensor Join(Tensor x, long h, long w, long p)
    {
        using var scope = NewDisposeScope();
        var (b, c) = (x.shape[0], x.shape[2] / (p * p));
        return x.reshape(b, h, w, p, p, c)                                             // (B, h, w, p, p, C)
            .permute(0, 5, 1, 3, 2, 4)                                                 // (B, C, h, p, w, p)
            .reshape(b, c, h * p, w * p).MoveToOuterDisposeScope();
    }
}
