using EmoVoid.Safetensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Weights;

/// <summary>A safetensors file that holds a model of a known kind, under whatever prefix.</summary>
public sealed class ModelFile : IDisposable
{
    private const int LargestMessage = 20;

    private readonly SafetensorsFile file;
    private readonly string prefix;

    private ModelFile(SafetensorsFile file, string landmark, string model)
    {
        this.file = file;
        (prefix, Shapes) = ModelShapes.Find(file.Path, file.Tensors.ToDictionary(item => item.Key, item => item.Value.Shape), landmark, model);
    }

    /// <summary>Names and shapes without the prefix.</summary>
    public ModelShapes Shapes { get; }

    /// <param name="landmark">A tensor by which the model and its prefix are known.</param>
    /// <param name="model">What the file should be, with its article, for the message.</param>
    /// <exception cref="SafetensorsException">The file is not a whole safetensors file.</exception>
    /// <exception cref="ModelFileException">The file is of another architecture.</exception>
    public static ModelFile Open(string path, string landmark, string model)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            return new ModelFile(file, landmark, model);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Builds a model from the file after making sure that every tensor it needs is there. The model's tensors are collected in a scope that it owns.</summary>
    /// <param name="build">Calls the model's constructor. It runs twice: once to learn what is needed, once to load it.</param>
    /// <param name="keeper">Decides how matrices are kept; null: in the type that the model computes in.</param>
    /// <exception cref="ModelFileException">Tensors are missing or ill-shaped; the message lists them all.</exception>
    public TModel Load<TModel>(Func<WeightSource, TModel> build, Placement placement, IMatrixKeeper? keeper = null)
        where TModel : FrozenModel
    {
        Check(WeightShapes.Of(build));
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var model = build(new FileWeights(file, prefix, placement, keeper));
        model.Own(scope, placement);
        return model;
    }

    public void Dispose() => file.Dispose();

    private void Check(IReadOnlyList<KeyValuePair<string, long[]>> needed)
    {
        var problems = needed.Select(tensor => ProblemWith(tensor.Key, tensor.Value)).OfType<string>().ToList();
        if (problems.Count == 0)
            return;
        var more = problems.Count > LargestMessage ? $"; and {problems.Count - LargestMessage} more" : "";
        throw new ModelFileException(file.Path, $"{problems.Count} of the {needed.Count} tensors it must have are not as they should be: {string.Join("; ", problems.Take(LargestMessage))}{more}");
    }

    private string? ProblemWith(string name, long[] shape)
    {
        if (!Shapes.All.TryGetValue(name, out var found))
            return $"'{prefix}{name}' is missing";
        if (!found.SequenceEqual(shape))
            return $"'{prefix}{name}' is [{string.Join(", ", found)}] and should be [{string.Join(", ", shape)}]";
        var type = file.Info(prefix + name).Type;
        return type is TensorType.F32 or TensorType.F16 or TensorType.BF16 or TensorType.F64 ? null : $"'{prefix}{name}' is of type {type.FileName()}";
    }
}
