using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Native;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Weights;

/// <summary>A model of a known kind under whatever prefix: one safetensors file, or the shards of a folder.</summary>
public sealed class ModelFile : IDisposable
{
    private readonly SafetensorsSet files;
    private readonly Dictionary<string, FoundTensor> tensors;
    private readonly string prefix;

    private ModelFile(SafetensorsSet files, string landmark, string model)
    {
        this.files = files;
        tensors = Found(files.Tensors);
        (prefix, Shapes) = ModelShapes.Find(files.Path, tensors.ToDictionary(item => item.Key, item => item.Value.Shape), landmark, model);
    }

    /// <summary>Names and shapes without the prefix.</summary>
    public ModelShapes Shapes { get; }

    /// <summary>How many numbers are in the file.</summary>
    private long Weights => tensors.Values.Sum(tensor => tensor.Shape.Aggregate(1L, (numbers, side) => numbers * side));

    /// <param name="path">A file, or a folder of shards.</param>
    /// <param name="landmark">A tensor by which the model and its prefix are known.</param>
    /// <param name="model">What the file should be, with its article, for the message.</param>
    /// <exception cref="SafetensorsException">The file is not a whole safetensors file.</exception>
    /// <exception cref="ModelFileException">The file is of another architecture.</exception>
    public static ModelFile Open(string path, string landmark, string model)
    {
        var files = SafetensorsSet.Open(path);
        try
        {
            return new ModelFile(files, landmark, model);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Whether all files of a base model are what they should be. Only headers are read.</summary>
    public static BaseModelVerdict Judge(ModelPlan model) => BaseModelVerdict.Of(model, path => Found(SafetensorsSet.ReadHeaders(path)));

    /// <summary>Builds a model from the file after making sure that every tensor it needs is there. The model's tensors are collected in a scope that it owns.</summary>
    /// <param name="build">Calls the model's constructor. It runs twice: once to learn what is needed, once to load it.</param>
    /// <param name="keeper">Decides how matrices are kept; null: in the type that the model computes in.</param>
    /// <exception cref="ModelFileException">Tensors are missing, ill-shaped or damaged; the message names them.</exception>
    public TModel Load<TModel>(Func<WeightSource, TModel> build, Placement placement, IMatrixKeeper? keeper = null)
        where TModel : FrozenModel
    {
        ModelPart.Check(files.Path, tensors, prefix, WeightShapes.Of(build));
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        Malloc.GiveLargeTensorsTheirOwnPages();
        try
        {
            var model = build(new FileWeights(files, prefix, placement, keeper));
            model.Own(scope, placement);
            return model;
        }
        finally
        {
            if (!Precision.IsLarge(Weights))
                Malloc.KeepWhatIsFreed();
        }
    }

    public void Dispose() => files.Dispose();

    private static Dictionary<string, FoundTensor> Found(IEnumerable<TensorInfo> tensors) =>
        tensors.ToDictionary(tensor => tensor.Name, tensor => new FoundTensor(tensor.Shape, tensor.Type.FileName()));
}
