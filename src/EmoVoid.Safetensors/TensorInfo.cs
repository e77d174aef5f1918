namespace EmoVoid.Safetensors;

/// <summary>One tensor of a file's header.</summary>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Offset">Of its first byte, counted from the start of the file.</param>
/// <param name="Bytes">Elements × width of the type; checked when the header is read.</param>
public sealed record TensorInfo(string Name, TensorType Type, IReadOnlyList<long> Shape, long Offset, long Bytes)
{
    public long Elements => Bytes / Type.Size();

    /// <summary>As a person writes it, for messages: <c>BF16 [2048, 68]</c>.</summary>
    public string Describe() => $"{Type.FileName()} [{string.Join(", ", Shape)}]";
}
