using EmoVoid.Safetensors;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>
/// Weights that are learned from the first to the last: parameters and gradients are one flat buffer each, and every tensor that a model takes is
/// a leaf that shares their memory.
/// </summary>
/// <remarks>
/// A causal kernel (out, in, k, k, k) is trained as its last temporal slice (out, in, k, k), which is all that a picture meets; the file gets zeros
/// for the frames before it.
/// </remarks>
internal sealed class TrainableWeights : WeightSource, IDisposable
{
    private const int KernelDimensions = 5;

    private readonly IReadOnlyList<NanoTensor> tensors;
    private readonly Dictionary<string, Tensor> leaves = [];

    /// <param name="tensors">As they stand in the model's files, with the values to begin from.</param>
    public TrainableWeights(IEnumerable<NanoTensor> tensors)
    {
        this.tensors = [.. tensors];
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var count = this.tensors.Sum(tensor => Trained(tensor.Shape).Aggregate(1L, (product, size) => product * size));
        Parameters = zeros(count, dtype: float32).DetachFromDisposeScope();
        Gradients = zeros(count, dtype: float32).DetachFromDisposeScope();
        var offset = 0L;
        foreach (var tensor in this.tensors)
        {
            var leaf = Leaf(offset, Trained(tensor.Shape));
            Fill(leaf, tensor, TorchSharp.torch.tensor(NanoWeights.Values(tensor)).reshape([.. tensor.Shape]));
            leaves.Add(tensor.Name, leaf);
            offset += leaf.NumberOfElements;
        }
    }

    /// <summary>(N) float32</summary>
    public Tensor Parameters { get; }

    /// <summary>(N) float32; a backward pass adds to it.</summary>
    public Tensor Gradients { get; }

    /// <summary>The leaf of a tensor, by its name in the file.</summary>
    public Tensor this[string name] => leaves[name];

    /// <summary>Takes the values of a model file with these tensors.</summary>
    public void Read(string path)
    {
        using var grad = no_grad();
        using var file = SafetensorsFile.Open(path);
        foreach (var tensor in tensors)
        {
            using var scope = NewDisposeScope();
            Fill(leaves[tensor.Name], tensor, file.Load(tensor.Name, float32));
        }
    }

    /// <summary>Entries of a model file in bfloat16, of the tensors below a prefix.</summary>
    public IReadOnlyList<SafetensorsWriter.Entry> ToEntries(string prefix) =>
        [.. tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(Entry)];

    public void Dispose()
    {
        foreach (var leaf in leaves.Values)
            leaf.Dispose();
        Parameters.Dispose();
        Gradients.Dispose();
    }

    protected override Tensor Get(string name, long[] shape, bool inFloat32) => leaves[name];

    protected override Tensor GetLastFrame(string name, long[] shape) => leaves[name];

    private SafetensorsWriter.Entry Entry(NanoTensor tensor) => new(tensor.Name, TensorType.BF16, tensor.Shape, stream =>
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var values = leaves[tensor.Name].detach();
        if (tensor.Shape.Count == KernelDimensions)
        {
            var kernel = zeros([.. tensor.Shape], dtype: float32);
            kernel.select(2, tensor.Shape[2] - 1).copy_(values);
            values = kernel;
        }

        stream.Write(values.to(bfloat16).contiguous().bytes);
    });

    private Tensor Leaf(long offset, long[] shape)
    {
        using var scope = NewDisposeScope();
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var leaf = Parameters.narrow(0, offset, count).view(shape).detach().requires_grad_();
        leaf.grad = Gradients.narrow(0, offset, count).view(shape);
        return leaf.DetachFromDisposeScope();
    }

    /// <param name="values">Of the shape that the file has.</param>
    private static void Fill(Tensor leaf, NanoTensor tensor, Tensor values)
    {
        using var scope = NewDisposeScope();
        leaf.detach().copy_(tensor.Shape.Count == KernelDimensions ? values.select(2, tensor.Shape[2] - 1) : values);
    }

    private static long[] Trained(IReadOnlyList<long> shape) =>
        shape.Count == KernelDimensions ? [shape[0], shape[1], shape[3], shape[4]] : [.. shape];
}
