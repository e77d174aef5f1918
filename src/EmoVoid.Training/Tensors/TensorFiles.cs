using EmoVoid.Safetensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tensors;

/// <summary>Between safetensors files and tensors.</summary>
public static class TensorFiles
{
    private const long PieceBytes = 1 << 22;

    /// <summary>Copies one tensor out of the memory map into a tensor of its own; nothing of the file stays referenced.</summary>
    /// <param name="type">The element type wanted; default: the file's.</param>
    /// <param name="device">Where the tensor is wanted; default: the CPU.</param>
    /// <exception cref="SafetensorsException">The file has no tensor of that name.</exception>
    /// <remarks>
    /// A piece at a time, whose pages are given back at once: while it is loaded, a tensor is in memory once, and a piece of it twice.
    /// </remarks>
    public static Tensor Load(this SafetensorsFile file, string name, ScalarType? type = null, Device? device = null)
    {
        var info = file.Info(name);
        using var scope = NewDisposeScope();
        var tensor = empty([.. info.Shape], dtype: type ?? info.Type.ToScalarType(), device: device ?? CPU);
        var flat = tensor.view(-1);
        var piece = empty(Math.Min(info.Elements, PieceBytes / info.Type.Size()), dtype: info.Type.ToScalarType());
        for (var at = 0L; at < info.Elements; at += piece.NumberOfElements)
            CopyPiece(file, info, at, piece.narrow(0, 0, Math.Min(piece.NumberOfElements, info.Elements - at)), flat);
        return tensor.MoveToOuterDisposeScope();
    }

    private static unsafe void CopyPiece(SafetensorsFile file, TensorInfo info, long at, Tensor piece, Tensor target)
    {
        using var scope = NewDisposeScope();
        var (offset, bytes) = (at * info.Type.Size(), piece.NumberOfElements * info.Type.Size());
        fixed (byte* copy = piece.bytes)
            Buffer.MemoryCopy((byte*)file.Address(info) + offset, copy, bytes, bytes);
        file.Release(info, offset, bytes);
        target.narrow(0, at, piece.NumberOfElements).copy_(piece);
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
