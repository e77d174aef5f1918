using static TorchSharp.torch;

namespace EmoVoid.Training.Optimizers;

/// <summary>The three passes over one flat float32 buffer that an EmoVoid step is made of.</summary>
internal interface IFlatKernels
{
    /// <summary>Whether no element is infinite or NaN.</summary>
    bool AreFinite(Tensor x);

    /// <summary>Σ|x|, accumulated so that the same buffer always gives the same bits.</summary>
    double L1Norm(Tensor x);

    /// <summary>p ← scale·p − pulse·sign(g), each operation rounded to float32; g stays as it is.</summary>
    void ScaleAndDescend(Tensor p, Tensor g, float scale, float pulse);
}
