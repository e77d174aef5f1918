using EmoVoid.Training.Models.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Memory;

/// <summary>The products of adapted layers with one input, in one step of autograd: yᵢ = hWᵢᵀ + sᵢ·tᵢBᵢᵀ with h = f(x) and tᵢ = hAᵢᵀ. Only x and t are kept.</summary>
/// <remarks>
/// With uᵢ = sᵢ·dyᵢBᵢ, and the layers' A, t and u side by side:
/// <code>
/// dA = uᵀh      dBᵢ = sᵢ·dyᵢᵀtᵢ      dh = Σᵢ dyᵢWᵢ + uA
/// </code>
/// Autograd would keep h beside x, and would make each summand of dh in memory of its own. Source of A, B and s: Hu et al., "LoRA", section 4.1.
/// </remarks>
internal sealed class AdaptedProducts : autograd.MultiTensorFunction<AdaptedProducts>
{
    private const string Input = nameof(Input), Layers = nameof(Layers), PassesOn = nameof(PassesOn);

    /// <summary>Arguments before A and B of the first layer: x, the input, the layers.</summary>
    private const int Before = 3;

    public override string Name => nameof(AdaptedProducts);

    /// <summary>Whether it is worth the way through managed code, and can be done: every layer is adapted.</summary>
    public static bool Pays(LayerInput input, Linear[] layers) =>
        BackwardPass.Pays(input.X) && Array.TrueForAll(layers, layer => layer is { LowRank: not null, HasBias: false });

    /// <returns>yᵢ: (…, outputs)</returns>
    public static Tensor[] Of(LayerInput input, Linear[] layers)
    {
        using var scope = NewDisposeScope();
        var y = is_grad_enabled()
            ? apply([input.X, input, layers, .. layers.SelectMany(layer => new[] { layer.LowRank!.A, layer.LowRank.B })])
            : Forward(input, layers).Y;
        return [.. y.Select(each => each.MoveToOuterDisposeScope())];
    }

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, input, layers) = ((Tensor)vars[0], (LayerInput)vars[1], (Linear[])vars[2]);
        var (y, t) = Forward(input, layers);
        ctx.save_for_backward([x, t, .. input.Given]); // TorchSharp takes them when this has returned: t is freed by the scope of Of
        ctx.save_data(Input, input);
        ctx.save_data(Layers, layers);
        ctx.save_data(PassesOn, x.requires_grad);
        return y;
    }

    public override List<Tensor?> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var (input, layers, passesOn) = ((LayerInput)ctx.get_data(Input), (Linear[])ctx.get_data(Layers), (bool)ctx.get_data(PassesOn));
        return BackwardPass.Guarded(grad_outputs, Before + 2 * layers.Length, () =>
        {
            var saved = ctx.get_saved_variables();
            var x = saved[0].detach().requires_grad_(passesOn);
            var h = Again(input, x, saved[2..]);                                       // (…, inputs)
            var (dh, gradients) = Backward(layers, grad_outputs, h.detach().reshape(-1, layers[0].Inputs), saved[1], input.IsX, passesOn);
            return [dh is null ? null : autograd.grad([h], [x], [dh.reshape(h.shape)])[0], null, null, .. gradients];
        });
    }

    /// <returns>yᵢ: (…, outputs); t: (n, Σr)</returns>
    private static (List<Tensor> Y, Tensor T) Forward(LayerInput input, Linear[] layers)
    {
        using var scope = NewDisposeScope();
        var h = input.ComputeBriefly();                                                // (…, inputs)
        var rows = h.reshape(-1, layers[0].Inputs);                                    // (n, inputs)
        var t = rows.matmul(Downs(layers, rows.dtype).t());                            // (n, Σr)
        var y = layers.Zip(PartsOf(t, layers), (layer, ti) =>
        {
            var yi = FrozenProduct.Of(rows, layer.Weight);                             // (n, outputs)
            layer.LowRank!.AddUp(yi, ti);
            return yi.reshape([.. h.shape[..^1], layer.Outputs]).MoveToOuterDisposeScope();
        });
        return ([.. y], t.MoveToOuterDisposeScope());
    }

    /// <param name="dy">(…, outputs) each</param>
    /// <param name="h">(n, inputs)</param>
    /// <param name="t">(n, Σr)</param>
    /// <param name="isLasting">Whether dh goes on from here, and is not used up at once.</param>
    /// <returns>dh: (n, inputs), or null where it is not wanted; dA and dB of every layer.</returns>
    private static (Tensor? Dh, List<Tensor> OfLora) Backward(Linear[] layers, List<Tensor> dy, Tensor h, Tensor t, bool isLasting, bool passesOn)
    {
        var dyRows = layers.Zip(dy, (layer, dyi) => dyi.reshape(-1, layer.Outputs)).ToList();  // (n, outputs)
        var u = cat([.. layers.Zip(dyRows, (layer, dyi) => U(dyi, layer.LowRank!))], 1);     // (n, Σr)
        var dA = PartsOf(u.t().matmul(h), layers, side: 0);                            // (r, inputs)
        var dB = layers.Zip(dyRows, PartsOf(t, layers)).Select(part => GradientOfB(part.Second, part.Third, part.First.LowRank!)); // (outputs, r)
        List<Tensor> ofLora = [.. dA.Zip(dB).SelectMany(pair => new[] { pair.First.to(float32), pair.Second.to(float32) })];
        if (!passesOn)
            return (null, ofLora);

        var dh = isLasting ? empty_like(h) : Workspace.Gradient.Take(h.shape, h.dtype, h.device);
        for (var i = 0; i < layers.Length; i++)
            FrozenProduct.Backward(dh, dyRows[i], layers[i].Weight, adds: i > 0);
        dh.addmm_(u, Downs(layers, h.dtype), beta: 1, alpha: 1);
        return (dh, ofLora);
    }

    /// <summary>u = s·dyB: (n, r), with Bᵀ laid out anew, since a thin product takes a quarter of the time along long rows.</summary>
    private static Tensor U(Tensor dy, LowRank lora) => functional.linear(dy, lora.B.to(dy.dtype).t().contiguous()).mul_(lora.Scale);

    /// <summary>dB = s·dyᵀt: (outputs, r), made as its transpose for the same reason: an eighth of the time.</summary>
    private static Tensor GradientOfB(Tensor dy, Tensor t, LowRank lora) => t.t().matmul(dy).mul_(lora.Scale).t();

    private static Tensor Again(LayerInput input, Tensor x, List<Tensor> given)
    {
        using var grad = enable_grad();
        return input.Compute(x, given);
    }

    /// <summary>(Σr, inputs)</summary>
    private static Tensor Downs(Linear[] layers, ScalarType type) => cat([.. layers.Select(layer => layer.LowRank!.A)], 0).to(type);

    /// <summary>Each layer's rows or columns of r.</summary>
    private static Tensor[] PartsOf(Tensor all, Linear[] layers, int side = 1) =>
        all.split([.. layers.Select(layer => layer.LowRank!.A.shape[0])], side);
}
