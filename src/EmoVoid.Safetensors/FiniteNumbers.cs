using System.Numerics;
using System.Runtime.InteropServices;

namespace EmoVoid.Safetensors;

/// <summary>Looks for numbers that are infinite or not a number, in the bytes as they lie in a file.</summary>
/// <remarks>In all of IEEE 754's formats these, and only these, have an exponent of all ones: so it is a mask and a comparison, at the speed of memory.</remarks>
public static class FiniteNumbers
{
    /// <summary>How many bytes are looked at at once: a span is shorter than a tensor may be.</summary>
    private const int Piece = 1 << 26;

    /// <summary>Whether every number of a tensor is finite; whole numbers always are.</summary>
    public static unsafe bool AllIn(SafetensorsFile file, TensorInfo tensor)
    {
        var start = (byte*)file.Address(tensor);
        for (var at = 0L; at < tensor.Bytes; at += Piece)
            if (!AllIn(new ReadOnlySpan<byte>(start + at, (int)Math.Min(Piece, tensor.Bytes - at)), tensor.Type))
                return false;
        return true;
    }

    /// <param name="bytes">Whole numbers of the type, little-endian.</param>
    public static bool AllIn(ReadOnlySpan<byte> bytes, TensorType type) => type switch
    {
        TensorType.BF16 => None<ushort>(bytes, 0x7F80),
        TensorType.F16 => None<ushort>(bytes, 0x7C00),
        TensorType.F32 => None<uint>(bytes, 0x7F80_0000),
        TensorType.F64 => None<ulong>(bytes, 0x7FF0_0000_0000_0000),
        _ => true,
    };

    private static bool None<T>(ReadOnlySpan<byte> bytes, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(bytes);
        var mask = new Vector<T>(exponent);
        while (numbers.Length >= Vector<T>.Count)
        {
            if (Vector.EqualsAny(new Vector<T>(numbers) & mask, mask))
                return false;
            numbers = numbers[Vector<T>.Count..];
        }

        foreach (var number in numbers)
            if ((number & exponent) == exponent)
                return false;
        return true;
    }
}
