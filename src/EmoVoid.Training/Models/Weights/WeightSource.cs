using EmoVoid.Training.Models.Layers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Weights;

/// <summary>
/// Where a model under construction takes its frozen tensors from, by name and shape. The constructors are the one list of what a model
/// needs: given <see cref="WeightShapes"/> they name every tensor, given <see cref="FileWeights"/> they load it.
/// </summary>
public abstract class WeightSource
{
    /// <summary>The same source, seen from inside a part of the model.</summary>
    public WeightSource In(string part) => new Part(this, part + ".");

    /// <summary>A tensor in the type the model computes in.</summary>
    public Tensor Take(string name, params long[] shape) => Get(name, shape, inFloat32: false);

    /// <summary>A tensor that stays float32 whatever the model computes in: the gain of a norm.</summary>
    public Tensor TakeGain(string name, params long[] shape) => Get(name, shape, inFloat32: true);

    /// <summary>The last temporal slice of a causal kernel (out, in, k, k, k): all of it that a single frame meets.</summary>
    /// <returns>(out, in, k, k)</returns>
    public Tensor TakeLastFrame(string name, long outputs, long inputs, long kernel) => GetLastFrame(name, [outputs, inputs, kernel, kernel, kernel]);

    public Linear Linear(string name, long inputs, long outputs, bool bias = false) =>
        new(GetMatrix(name + ".weight", outputs, inputs), bias ? Take(name + ".bias", outputs) : null);

    protected abstract Tensor Get(string name, long[] shape, bool inFloat32);

    protected virtual Tensor GetLastFrame(string name, long[] shape)
    {
        using var scope = NewDisposeScope();
        return Get(name, shape, inFloat32: false).select(2, shape[2] - 1).clone().MoveToOuterDisposeScope();
    }

    /// <summary>A matrix, which may be kept in another way than the type that the model computes in.</summary>
    protected virtual FrozenMatrix GetMatrix(string name, long outputs, long inputs) =>
        new ResidentMatrix(new PackedMatrix(Get(name, [outputs, inputs], inFloat32: false)));

    private sealed class Part(WeightSource whole, string prefix) : WeightSource
    {
        protected override Tensor Get(string name, long[] shape, bool inFloat32) => whole.Get(prefix + name, shape, inFloat32);

        protected override Tensor GetLastFrame(string name, long[] shape) => whole.GetLastFrame(prefix + name, shape);

        protected override FrozenMatrix GetMatrix(string name, long outputs, long inputs) => whole.GetMatrix(prefix + name, outputs, inputs);
    }
}
