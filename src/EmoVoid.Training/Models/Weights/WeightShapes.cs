using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Weights;

/// <summary>Writes down what a model's constructor asks for; its tensors have shapes but no memory.</summary>
public sealed class WeightShapes : WeightSource
{
    private readonly List<KeyValuePair<string, long[]>> asked = [];

    /// <summary>The names and shapes of a model's tensors, in the order in which it takes them.</summary>
    /// <param name="build">Calls the model's constructor.</param>
    public static IReadOnlyList<KeyValuePair<string, long[]>> Of<TModel>(Func<WeightSource, TModel> build)
    {
        using var scope = NewDisposeScope();
        var shapes = new WeightShapes();
        build(shapes);
        return shapes.asked;
    }

    protected override Tensor Get(string name, long[] shape, bool inFloat32)
    {
        asked.Add(new(name, shape));
        return empty(shape, device: META);
    }
}
