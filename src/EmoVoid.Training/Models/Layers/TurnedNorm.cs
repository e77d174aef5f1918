using EmoVoid.Training.Memory;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Layers;

/// <summary>Norm and rotation of queries or keys in one step of autograd: y = R(x / √(mean x² + ε) · g), in float32 whatever the type of x.</summary>
/// <remarks>
/// With r = 1/√(mean x² + ε), n = x·r, halves ₁ and ₂ of the head, c = g·cos and s = (g₂, g₁)·sin:
/// <code>
/// y₁ = r·(x₁c₁ − x₂s₁)  y₂ = r·(x₂c₂ + x₁s₂)
/// dn₁ = dy₁c₁ + dy₂s₂   dn₂ = dy₂c₂ − dy₁s₁   dx = r·(dn − n·mean(dn·n))
/// </code>
/// Autograd would keep x as float32 and go through memory about twice as often.
/// </remarks>
internal sealed class TurnedNorm : autograd.SingleTensorFunction<TurnedNorm>
{
    public override string Name => nameof(TurnedNorm);

    /// <param name="x">(B, L, heads, d)</param>
    /// <param name="gain">(d) float32</param>
    /// <param name="rope">The positions, or null to turn nothing.</param>
    /// <returns>(B, L, heads, d) in the type of <paramref name="x"/></returns>
    public static Tensor Of(Tensor x, Tensor gain, Rope? rope)
    {
        var isGainTrained = gain.requires_grad && is_grad_enabled(); // in the training of a base from nothing
        return isGainTrained || !BackwardPass.Pays(x) ? Composed(x, gain, rope) : Fused(x, gain, rope);
    }

    /// <inheritdoc cref="Of"/>
    internal static Tensor Fused(Tensor x, Tensor gain, Rope? rope)
    {
        using var scope = NewDisposeScope();
        Tensor[] turn = rope is null ? [gain] : [gain * rope.Cos, gain.roll(gain.shape[0] / 2) * rope.Sin]; // c, s: (L, 1, d)
        if (x.requires_grad && is_grad_enabled())
            return apply([x, .. turn]).MoveToOuterDisposeScope();
        return Forward(x, turn).Y.MoveToOuterDisposeScope();
    }

    /// <summary>The same in many steps of autograd.</summary>
    internal static Tensor Composed(Tensor x, Tensor gain, Rope? rope)
    {
        using var scope = NewDisposeScope();
        var normed = Rms.Norm(x, gain);
        return (rope?.Apply(normed) ?? normed).to(x.dtype).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, turn) = ((Tensor)vars[0], vars[1..].Cast<Tensor>().ToArray());
        var (y, r) = Forward(x, turn);
        ctx.save_for_backward([x, r, .. turn]); // TorchSharp takes them when this has returned: r is freed by the scope of Fused
        return y;
    }

    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        return BackwardPass.Guarded(grad_output, inputs: saved.Count - 1, dy => [Backward(dy, saved[0], saved[1], [.. saved[2..]]), .. new Tensor?[saved.Count - 2]]);
    }

    /// <returns>y: (B, L, heads, d); r: (B, L, heads, 1) float32</returns>
    private static (Tensor Y, Tensor R) Forward(Tensor x, Tensor[] turn)
    {
        using var scope = NewDisposeScope();
        var xf = x.to(float32);
        var r = Rms.InverseWithoutGradient(xf);                                        // (B, L, heads, 1)
        var y = xf * turn[0];                                                          // (B, L, heads, d)
        if (turn.Length > 1)
        {
            var ((y1, y2), (x1, x2), (s1, s2)) = (Halves(y), Halves(xf), Halves(turn[1]));
            y1.addcmul_(x2, s1, -1);
            y2.addcmul_(x1, s2, 1);
        }

        return (y.mul_(r).to(x.dtype).MoveToOuterDisposeScope(), r.MoveToOuterDisposeScope());
    }

    private static Tensor Backward(Tensor dy, Tensor x, Tensor r, Tensor[] turn)
    {
        using var scope = NewDisposeScope();
        var (dyf, xf) = (dy.to(float32), x.to(float32));
        var dn = dyf * turn[0];                                                        // (B, L, heads, d)
        if (turn.Length > 1)
        {
            var ((dn1, dn2), (dy1, dy2), (s1, s2)) = (Halves(dn), Halves(dyf), Halves(turn[1]));
            dn1.addcmul_(dy2, s2, 1);
            dn2.addcmul_(dy1, s1, -1);
        }

        var products = Workspace.Operand.Take(dn.shape, float32, dn.device).copy_(dn).mul_(xf);
        var along = products.mean([-1], keepdim: true).mul_(r).mul_(r);               // mean(dn·n)·r: (B, L, heads, 1)
        return dn.addcmul_(xf, along, -1).mul_(r).to(x.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>(…, d) → two of (…, d/2), in place.</summary>
    private static (Tensor First, Tensor Second) Halves(Tensor x) =>
        (x.narrow(-1, 0, x.shape[^1] / 2), x.narrow(-1, x.shape[^1] / 2, x.shape[^1] / 2));
}
