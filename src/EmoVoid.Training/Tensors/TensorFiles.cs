using EmoVoid.Safetensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tensors;

/// <summary>Between safetensors files and tensors.</summary>
public static class TensorFiles
{
    /// <summary>Copies one tensor out of the memory map into a tensor of its own; nothing of the file stays referenced.</summary>
    /// <param name="type">The element type wanted; default: the file's.</param>
    /// <param name="device">Where the tensor is wanted; default: the CPU.</param>
    /// <exception cref="SafetensorsException">The file has no tensor of that name.</exception>
    public static unsafe Tensor Load(this SafetensorsFile file, string name, ScalarType? type = null, Device? device = null)
    {
        var info = file.Info(name);
        using var scope = NewDisposeScope();
        var tensor = empty([.. info.Shape], dtype: info.Type.ToScalarType());
        fixed (byte* target = tensor.bytes)
            Buffer.MemoryCopy((void*)file.Address(info), target, info.Bytes, info.Bytes);
        return tensor.to(type ?? tensor.dtype, device ?? CPU).MoveToOuterDisposeScope();
    }

    /// <summary>A file entry with a tensor's values; they are read when the file is written.</summary>
    /// <param name="type">The element type in the file; default: the tensor's.</param>
    public static SafetensorsWriter.Entry ToEntry(this Tensor tensor, string name, ScalarType? type = null)
    {
        var written = type ?? tensor.dtype;
        return new SafetensorsWriter.Entry(name, written.ToTensorType(), tensor.shape, stream =>
        {
            using var scope = NewDisposeScope();
            stream.Write(tensor.detach().to(written, CPU).contiguous().bytes);
        });
    }

    public static ScalarType ToScalarType(this TensorType type) => type switch
    {
        TensorType.Bool => ScalarType.Bool,
        TensorType.I8 => ScalarType.Int8,
        TensorType.U8 => ScalarType.Byte,
        TensorType.I64 => ScalarType.Int64,
        TensorType.F16 => ScalarType.Float16,
        TensorType.BF16 => ScalarType.BFloat16,
        TensorType.F32 => ScalarType.Float32,
        TensorType.F64 => ScalarType.Float64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static TensorType ToTensorType(this ScalarType type) => type switch
    {
        ScalarType.Bool => TensorType.Bool,
        ScalarType.Int8 => TensorType.I8,
        ScalarType.Byte => TensorType.U8,
        ScalarType.Int64 => TensorType.I64,
        ScalarType.Float16 => TensorType.F16,
        ScalarType.BFloat16 => TensorType.BF16,
        ScalarType.Float32 => TensorType.F32,
        ScalarType.Float64 => TensorType.F64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "has no name in a safetensors file"),
    };
}
