namespace EmoVoid.Training.Models.Nano;

/// <summary>One tensor of a random model: uniform numbers of a given mean and standard deviation.</summary>
public sealed record NanoTensor(string Name, double Mean, double Deviation, IReadOnlyList<long> Shape)
{
    public long Elements => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>The gain of a norm, at rest: all ones.</summary>
    public static NanoTensor Norm(string name, params long[] shape) => new(name, 1, 0, shape);

    /// <summary>Weights that keep the variance of what goes through them, times <paramref name="gain"/>².</summary>
    public static NanoTensor Linear(string name, long outputs, long inputs, double gain = 1) =>
        new(name, 0, gain / Math.Sqrt(inputs), [outputs, inputs]);

    public static NanoTensor Bias(string name, long size) => new(name, 0, 0.02, [size]);

    public static NanoTensor Embedding(string name, long rows, long width) => new(name, 0, 1, [rows, width]);
}
