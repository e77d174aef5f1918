using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Layers;

/// <summary>The update (α/r)·BA of a frozen matrix.</summary>
/// <remarks>Source: Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", section 4.1.</remarks>
/// <param name="A">down: (r, inputs)</param>
/// <param name="B">up: (outputs, r)</param>
/// <param name="Scale">α/r</param>
public sealed record LowRank(Tensor A, Tensor B, double Scale)
{
    /// <summary>y += (α/r)·(xAᵀ)Bᵀ</summary>
    /// <param name="y">(n, outputs)</param>
    /// <param name="x">(n, inputs)</param>
    public void AddTo(Tensor y, Tensor x)
    {
        using var scope = NewDisposeScope();
        AddUp(y, functional.linear(x, A.to(x.dtype)));
    }

    /// <summary>y += (α/r)·tBᵀ, added by the product itself: nothing as large as y is made besides, and no step of the backward pass needs the y that was.</summary>
    /// <param name="y">(n, outputs)</param>
    /// <param name="t">xAᵀ: (n, r)</param>
    public void AddUp(Tensor y, Tensor t)
    {
        using var scope = NewDisposeScope();
        y.addmm_(t, B.to(t.dtype).t(), beta: 1, alpha: (float)Scale);
    }
}
