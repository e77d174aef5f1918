using EmoVoid.Training.Memory;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Layers;

/// <summary>What linear layers multiply: h = f(x), with an f that costs little beside their products, so that h can be made again instead of being kept.</summary>
/// <param name="x">(…, inputs)</param>
/// <param name="given">What f depends on besides x; none of it is trained.</param>
public abstract class LayerInput(Tensor x, params Tensor[] given)
{
    public Tensor X => x;

    internal IReadOnlyList<Tensor> Given => given;

    /// <summary>Whether h is x.</summary>
    internal bool IsX => this is Itself;

    public static implicit operator LayerInput(Tensor x) => FromTensor(x);

    /// <summary>h = x</summary>
    public static LayerInput FromTensor(Tensor x) => new Itself(x);

    /// <summary>h = GELU(x)</summary>
    /// <remarks>Source: Hendrycks and Gimpel, "Gaussian Error Linear Units".</remarks>
    public static LayerInput Gelu(Tensor x) => new Activated(x);

    /// <returns>h: (…, inputs)</returns>
    public Tensor Compute() => Compute(X, Given);

    /// <summary>h for one use at once, without autograd: in memory that the next one of this thread takes over.</summary>
    internal virtual Tensor ComputeBriefly() => Compute();

    /// <summary>f at another x.</summary>
    internal abstract Tensor Compute(Tensor x, IReadOnlyList<Tensor> given);

    private sealed class Itself(Tensor x) : LayerInput(x)
    {
        internal override Tensor Compute(Tensor x, IReadOnlyList<Tensor> given) => x.alias();
    }

    private sealed class Activated(Tensor x) : LayerInput(x)
    {
        internal override Tensor Compute(Tensor x, IReadOnlyList<Tensor> given) => functional.gelu(x);

        internal override Tensor ComputeBriefly() => functional.gelu(Workspace.Operand.Take(X.shape, X.dtype, X.device).copy_(X), inplace: true);
    }
}
