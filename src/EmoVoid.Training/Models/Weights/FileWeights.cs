using EmoVoid.Safetensors;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Weights;

/// <summary>Loads each tensor through the memory map straight to its place; one tensor at a time is in memory twice, and only when its type changes.</summary>
/// <exception cref="ModelFileException">A tensor holds a number that is infinite or not a number.</exception>
public sealed class FileWeights(SafetensorsSet files, string prefix, Placement placement) : WeightSource
{
    protected override Tensor Get(string name, long[] shape, bool inFloat32)
    {
        var file = files.FileOf(prefix + name);
        // Here, since its bytes are read now anyway: one such weight would make every loss not a number, an hour later and without a name.
        if (!FiniteNumbers.AllIn(file, file.Info(prefix + name)))
            throw new ModelFileException(file.Path, $"tensor '{prefix}{name}' holds numbers that are infinite or not a number: the file is damaged");
        return file.Load(prefix + name, inFloat32 ? ScalarType.Float32 : placement.Type, placement.Device);
    }
}
