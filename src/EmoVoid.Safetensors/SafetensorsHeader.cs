using System.Buffers.Binary;
using System.Text.Json;

namespace EmoVoid.Safetensors;

/// <summary>The JSON at the front of a safetensors file, checked in full before a single tensor is believed.</summary>
/// <remarks>Format: u64 little-endian header length, JSON object name → {dtype, shape, data_offsets}, data. Source: huggingface/safetensors, "Format".</remarks>
public sealed class SafetensorsHeader
{
    /// <summary>The reference reader's limit; a longer one is an attack or another kind of file.</summary>
    public const int LargestHeader = 100_000_000;

    /// <summary>The one name in a header that is not a tensor's.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>Of two entries with one name each reader may believe another one.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private SafetensorsHeader(IReadOnlyDictionary<string, TensorInfo> tensors, IReadOnlyDictionary<string, string> metadata) =>
        (Tensors, Metadata) = (tensors, metadata);

    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; }
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads the header alone: enough to know what a file holds without touching its data.</summary>
    /// <exception cref="SafetensorsException">The file is not a whole, consistent safetensors file.</exception>
    public static SafetensorsHeader Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    internal static SafetensorsHeader Read(Stream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw new SafetensorsException(path, $"it is {stream.Length} bytes long, shorter than any safetensors file");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LargestHeader || (long)length > stream.Length - 8)
            throw new SafetensorsException(path, NotThisFormat(prefix, length, stream.Length));

        var json = new byte[length];
        stream.ReadExactly(json);
        return Parse(json, 8 + (long)length, stream.Length, path);
    }

    private static string NotThisFormat(ReadOnlySpan<byte> prefix, ulong length, long fileLength) =>
        prefix switch
        {
            [(byte)'P', (byte)'K', ..] => "it is a zip archive (a pickled .ckpt or .pt checkpoint), not safetensors: such files run code when opened and are never read here",
            [0x80, >= 2 and <= 5, ..] => "it is a pickle, not safetensors: such files run code when opened and are never read here",
            [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] => "it is a GGUF file, whose weights are quantized for inference: the safetensors file is needed",
            [(byte)'<', (byte)'!' or (byte)'h' or (byte)'H', ..] => "it is a web page, not the file itself: the download ended at a login or an error page",
            _ when prefix.SequenceEqual("version "u8) => "it is a Git LFS pointer, not the file itself: fetch it with `git lfs pull`",
            _ => $"its header claims {length} bytes, the file has {fileLength}: it is truncated, or not safetensors",
        };

    private static SafetensorsHeader Parse(byte[] json, long dataStart, long fileLength, string path)
    {
        var tensors = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                if (entry.NameEquals(MetadataName))
                    foreach (var item in entry.Value.EnumerateObject())
                        metadata.Add(item.Name, item.Value.GetString() ?? "");
                else
                    tensors.Add(entry.Name, ParseTensor(entry, dataStart, fileLength, path));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new SafetensorsException(path, $"its header is not the JSON of a safetensors file ({e.Message.TrimEnd('.')})", e);
        }

        CheckLayout(tensors.Values, dataStart, fileLength, path);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static TensorInfo ParseTensor(JsonProperty entry, long dataStart, long fileLength, string path)
    {
        var name = entry.Name;
        var typeName = Field(entry, "dtype", path).GetString() ?? "";
        var type = TensorTypes.Parse(typeName)
            ?? throw new SafetensorsException(path, $"tensor '{name}' is of type {typeName}, which is not read here: bfloat16, float16 and float32 are");
        var shape = Numbers(Field(entry, "shape", path));
        var offsets = Numbers(Field(entry, "data_offsets", path));

        if (shape.Any(size => size < 0) || !TryProduct(shape, type.Size(), out var bytes))
            throw new SafetensorsException(path, $"tensor '{name}' has the impossible shape [{string.Join(", ", shape)}]");
        if (offsets is not [var begin, var end])
            throw new SafetensorsException(path, $"tensor '{name}' has {offsets.Length} data_offsets and should have 2");
        if (begin < 0 || end < begin || end > fileLength - dataStart)
            throw new SafetensorsException(path, $"tensor '{name}' lies at {begin}..{end} of {fileLength - dataStart} bytes of data: the file is truncated or damaged");
        if (end - begin != bytes)
            throw new SafetensorsException(path, $"tensor '{name}' has {end - begin} bytes, but {typeName} [{string.Join(", ", shape)}] takes {bytes}");
        return new TensorInfo(name, type, shape, dataStart + begin, bytes);
    }

    private static JsonElement Field(JsonProperty tensor, string name, string path) =>
        tensor.Value.TryGetProperty(name, out var value) ? value : throw new SafetensorsException(path, $"tensor '{tensor.Name}' has no '{name}'");

    private static long[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt64())];

    private static bool TryProduct(long[] shape, long width, out long bytes)
    {
        bytes = width;
        try
        {
            foreach (var size in shape)
                bytes = checked(bytes * size);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>The data must be covered exactly once: no tensor over another, no byte without an owner.</summary>
    private static void CheckLayout(IEnumerable<TensorInfo> tensors, long dataStart, long fileLength, string path)
    {
        var at = dataStart;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.Bytes))
        {
            if (tensor.Offset != at)
                throw new SafetensorsException(path, $"tensor '{tensor.Name}' {(tensor.Offset < at ? "overlaps the one before it" : "leaves a hole before it")}");
            at += tensor.Bytes;
        }

        if (at != fileLength)
            throw new SafetensorsException(path, $"{fileLength - at} bytes after the last tensor belong to none");
    }
}
