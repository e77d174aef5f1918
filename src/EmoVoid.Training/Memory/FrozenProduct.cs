using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Memory;

/// <summary>y = xWᵀ with a frozen W that is unpacked for the product and again for its backward pass, dx = dy·W; nothing of it is kept in between.</summary>
/// <remarks>
/// With W = diag(s)·Q, y = (xQᵀ)·s and dx = (dy·s)Q: the scales meet the activations, so that Q is cast without rounding, an int8 number
/// being exact in bfloat16.
/// </remarks>
internal sealed class FrozenProduct : autograd.SingleTensorFunction<FrozenProduct>
{
    private const string Matrix = nameof(Matrix);

    public override string Name => nameof(FrozenProduct);

    /// <param name="x">(…, inputs)</param>
    /// <returns>(…, outputs)</returns>
    public static Tensor Of(Tensor x, FrozenMatrix w)
    {
        using var scope = NewDisposeScope();
        if (x.requires_grad && is_grad_enabled() && !IsPlain(x, w))
            return apply(x, w).MoveToOuterDisposeScope();
        return Forward(x, w).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, w) = ((Tensor)vars[0], (FrozenMatrix)vars[1]);
        ctx.save_data(Matrix, w);
        return Forward(x, w);
    }

    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        BackwardPass.Guarded(grad_output, inputs: 2, dy => [Backward(dy, (FrozenMatrix)ctx.get_data(Matrix)), null]);

    /// <summary>Autograd may refer to such a W as it is, which spares the way through managed code.</summary>
    private static bool IsPlain(Tensor x, FrozenMatrix w) => w.Stays && w.Here.Scale is null && w.Here.Values.dtype == x.dtype;

    /// <summary>dx = dy·W, or dx += dy·W.</summary>
    /// <param name="dx">(n, inputs)</param>
    /// <param name="dy">(n, outputs)</param>
    public static void Backward(Tensor dx, Tensor dy, FrozenMatrix w, bool adds)
    {
        using var scope = NewDisposeScope();
        var (q, s) = (w.Here.Unpack(dy.dtype), w.Here.Scale);
        dx.addmm_(s is null ? dy : Scaled(dy, s), q, beta: adds ? 1 : 0, alpha: 1);
    }

    /// <summary>dy·s in the type of dy. Of bfloat16 and float32 together the product would be float32, of twice the room, before it is rounded.</summary>
    /// <returns>(n, outputs)</returns>
    private static Tensor Scaled(Tensor dy, Tensor s) => dy.dtype == s.dtype ? dy * s : dy.clone().mul_(s);

    private static Tensor Forward(Tensor x, FrozenMatrix w)
    {
        using var scope = NewDisposeScope();
        var (q, s) = (w.Here.Unpack(x.dtype), w.Here.Scale);
        var y = functional.linear(x, q);                                               // (…, outputs)
        return (s is null ? y : y.mul_(s)).MoveToOuterDisposeScope();
    }

    private static Tensor Backward(Tensor dy, FrozenMatrix w)
    {
        using var scope = NewDisposeScope();
        var dx = empty([.. dy.shape[..^1], w.Inputs], dtype: dy.dtype, device: dy.device);     // (…, inputs)
        Backward(dx.view(-1, w.Inputs), dy.reshape(-1, w.Outputs), w, adds: false);
        return dx.MoveToOuterDisposeScope();
    }
}
