using EmoVoid.Safetensors;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Weights;

/// <summary>Loads each tensor through the memory map straight to its place; one tensor at a time is in memory twice, and only when its type changes.</summary>
public sealed class FileWeights(SafetensorsFile file, string prefix, Placement placement) : WeightSource
{
    protected override Tensor Get(string name, long[] shape, bool inFloat32) =>
        file.Load(prefix + name, inFloat32 ? ScalarType.Float32 : placement.Type, placement.Device);
}
