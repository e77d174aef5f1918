namespace EmoVoid.Safetensors;

/// <summary>The element types that the models, the LoRA files and the golden vectors use.</summary>
public enum TensorType
{
    Bool,
    I8,
    U8,
    I64,
    F16,
    BF16,
    F32,
    F64,
}

/// <summary>The names of the types in a file, and their widths in bytes.</summary>
public static class TensorTypes
{
    public static int Size(this TensorType type) => type switch
    {
        TensorType.Bool or TensorType.I8 or TensorType.U8 => 1,
        TensorType.F16 or TensorType.BF16 => 2,
        TensorType.F32 => 4,
        TensorType.I64 or TensorType.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static string FileName(this TensorType type) => type.ToString().ToUpperInvariant();

    public static TensorType? Parse(string name) => name switch
    {
        "BOOL" => TensorType.Bool,
        "I8" => TensorType.I8,
        "U8" => TensorType.U8,
        "I64" => TensorType.I64,
        "F16" => TensorType.F16,
        "BF16" => TensorType.BF16,
        "F32" => TensorType.F32,
        "F64" => TensorType.F64,
        _ => null,
    };
}
