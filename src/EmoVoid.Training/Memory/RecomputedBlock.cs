using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Layers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>A block that keeps nothing but its input, and computes itself again when its gradient is wanted.</summary>
/// <remarks>Source: Chen et al., "Training Deep Nets with Sublinear Memory Cost".</remarks>
internal sealed class RecomputedBlock : autograd.SingleTensorFunction<RecomputedBlock>
{
    private const string Block = nameof(Block), PassesOn = nameof(PassesOn);

    /// <summary>z, an anchor, the block, and the four tensors of the conditions and the two of the positions.</summary>
    private const int Arguments = 8;

    public override string Name => nameof(RecomputedBlock);

    /// <param name="z">(B, L, D)</param>
    /// <param name="anchor">Any leaf that is trained: the first block's input is not, and without one there would be no backward pass through it.</param>
    public static Tensor Of(Tensor z, Tensor anchor, DitBlock block, TimeCondition at, Tensor context, Rope rope)
    {
        using var scope = NewDisposeScope();
        return apply(z, anchor, block, at.Silu, at.Shared, context, rope.Cos, rope.Sin).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (z, block) = ((Tensor)vars[0], (DitBlock)vars[2]);
        ctx.save_for_backward([z, .. vars[3..].Cast<Tensor>()]);
        ctx.save_data(Block, block);
        ctx.save_data(PassesOn, z.requires_grad);
        return Forward(block, z, [.. vars[3..].Cast<Tensor>()]);
    }

    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => BackwardPass.Guarded(grad_output, Arguments, dy =>
    {
        var (block, passesOn) = ((DitBlock)ctx.get_data(Block), (bool)ctx.get_data(PassesOn));
        var saved = ctx.get_saved_variables();
        var z = saved[0].detach().requires_grad_(passesOn);                            // (B, L, D)
        using (enable_grad())
        {
            var y = Forward(block, z, saved[1..]);                                     // (B, L, D)
            autograd.backward([y], [dy]);
        }

        return [passesOn ? z.grad : null, .. new Tensor?[Arguments - 1]];
    });

    private static Tensor Forward(DitBlock block, Tensor z, List<Tensor> given) =>
        block.Forward(z, new TimeCondition(given[0], given[1]), given[2], new Rope(given[3], given[4]));
}
