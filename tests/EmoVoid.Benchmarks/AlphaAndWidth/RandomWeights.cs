using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>Normal numbers of each tensor's own mean and deviation, made as they are asked for: a model of the real size fits the memory once and no disk.</summary>
/// <param name="prefix">Stands before the names of <paramref name="tensors"/>, with a dot.</param>
internal sealed class RandomWeights(IEnumerable<NanoTensor> tensors, string prefix) : WeightSource
{
    private readonly Dictionary<string, NanoTensor> known = tensors.ToDictionary(tensor => tensor.Name[(prefix.Length + 1)..]);

    protected override Tensor Get(string name, long[] shape, bool inFloat32)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (mean, deviation) = (known[name].Mean, known[name].Deviation);
        return (deviation == 0 ? full(shape, mean) : empty(shape).normal_(mean, deviation)).MoveToOuterDisposeScope();
    }
}
