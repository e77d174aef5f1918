using EmoVoid.Safetensors;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Weights;

/// <summary>Loads each tensor through the memory map straight to its place; one tensor at a time is in memory twice, and only when its type changes.</summary>
/// <param name="keeper">Decides how matrices are kept; null: in the type that the model computes in.</param>
/// <exception cref="ModelFileException">A tensor holds a number that is infinite or not a number.</exception>
public sealed class FileWeights(SafetensorsSet files, string prefix, Placement placement, IMatrixKeeper? keeper = null) : WeightSource
{
    protected override Tensor Get(string name, long[] shape, bool inFloat32) =>
        Load(name, inFloat32 ? ScalarType.Float32 : placement.Type, placement.Device);

    protected override FrozenMatrix GetMatrix(string name, long outputs, long inputs) =>
        keeper?.Keep(name, (type, device) => Load(name, type, device)) ?? base.GetMatrix(name, outputs, inputs);

    private Tensor Load(string name, ScalarType type, Device device)
    {
        var file = files.FileOf(prefix + name);
        // Here, since its bytes are read now anyway: one such weight would make every loss not a number, an hour later and without a name.
        if (!FiniteNumbers.AllIn(file, file.Info(prefix + name)))
            throw new ModelFileException(file.Path, $"tensor '{prefix}{name}' holds numbers that are infinite or not a number: the file is damaged");
        return file.Load(prefix + name, type, device);
    }
}

/// <summary>How and where the matrices of a model are kept.</summary>
public interface IMatrixKeeper
{
    /// <param name="name">The matrix, without the file's prefix.</param>
    /// <param name="load">Reads it from the file.</param>
    FrozenMatrix Keep(string name, Func<ScalarType, Device, Tensor> load);
}
