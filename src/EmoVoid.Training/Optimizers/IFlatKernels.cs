using static TorchSharp.torch;

namespace EmoVoid.Training.Optimizers;

/// <summary>The passes over flat float32 buffers that an EmoVoid step is made of.</summary>
internal interface IFlatKernels : IDisposable
{
    /// <summary>Reads the gradient (N) and keeps its signs, all that EmoVoid wants of it; false when an element is infinite or NaN.</summary>
    bool TakeSigns(Tensor g);

    /// <summary>Σ|p|, accumulated so that the same buffer always gives the same bits.</summary>
    double L1Norm(Tensor p);

    /// <summary>p ← scale·p − pulse·sign(g) with the signs taken last, each operation rounded to float32.</summary>
    void ScaleAndDescend(Tensor p, float scale, float pulse);
}
