using EmoVoid.Training.Memory;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Weights;

/// <summary>A matrix W of a frozen layer, however its numbers are kept: as they are computed with, in a narrower type, or in int8 with a scale a row.</summary>
/// <remarks>
/// What is kept is never kept a second time: <see cref="PackedMatrix.Unpack"/> makes the numbers for one product, and autograd must not hold on to them
/// (see <see cref="EmoVoid.Training.Memory.FrozenProduct"/>).
/// </remarks>
public abstract class FrozenMatrix
{
    public abstract long Outputs { get; }
    public abstract long Inputs { get; }

    /// <summary>Where the numbers are now; brings them to the device when they wait elsewhere.</summary>
    public abstract PackedMatrix Here { get; }

    /// <summary>Whether the numbers stay where they are, so that autograd may refer to them.</summary>
    public abstract bool Stays { get; }
}

/// <summary>A matrix that lives on the device.</summary>
public sealed class ResidentMatrix(PackedMatrix packed) : FrozenMatrix
{
    public override long Outputs => packed.Values.shape[0];
    public override long Inputs => packed.Values.shape[1];
    public override PackedMatrix Here => packed;
    public override bool Stays => true;
}

/// <summary>W = diag(scale)·Q, or W itself where there is no scale.</summary>
/// <param name="Values">Q: (outputs, inputs), int8 or a floating type.</param>
/// <param name="Scale">(outputs) float32</param>
public sealed record PackedMatrix(Tensor Values, Tensor? Scale = null)
{
    private const float Largest = 127;

    /// <summary>Rows that are quantized at a time, so that the float32 numbers in between take little room.</summary>
    private const long RowsAtOnce = 256;

    /// <summary>The parts that have to be on the device for a product.</summary>
    public IEnumerable<Tensor> Parts => Scale is null ? [Values] : [Values, Scale];

    /// <summary>The numbers Q to multiply with: the same tensor when it is of that type already, else in a <see cref="Workspace"/>, where they last for one product.</summary>
    public Tensor Unpack(ScalarType type) =>
        Values.dtype == type ? Values.alias() : Workspace.Unpacked.Take(Values.shape, type, Values.device).copy_(Values);

    /// <summary>Rounds every row to −127 … 127 steps of its own largest number / 127.</summary>
    /// <remarks>Symmetric, since weights scatter around zero; −128 is not used. A row of zeros has the scale 0.</remarks>
    public static PackedMatrix ToInt8(Tensor w)
    {
        using var scope = NewDisposeScope();
        var values = empty(w.shape, dtype: int8, device: w.device);
        var scale = empty(w.shape[0], dtype: float32, device: w.device);
        for (var row = 0L; row < w.shape[0]; row += RowsAtOnce)
            Quantize(w, values, scale, row, Math.Min(RowsAtOnce, w.shape[0] - row));
        return new PackedMatrix(values.MoveToOuterDisposeScope(), scale.MoveToOuterDisposeScope());
    }

    private static void Quantize(Tensor w, Tensor values, Tensor scale, long row, long rows)
    {
        using var scope = NewDisposeScope();
        var wf = w.narrow(0, row, rows).to(float32);                                   // (rows, inputs)
        var s = wf.abs().amax([1], keepdim: true) / Largest;                           // (rows, 1)
        values.narrow(0, row, rows).copy_((wf / s.clamp_min(float.Epsilon)).round_());
        scale.narrow(0, row, rows).copy_(s.squeeze(1));
    }
}
