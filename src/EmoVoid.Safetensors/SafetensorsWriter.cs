using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EmoVoid.Safetensors;

/// <summary>Writes a safetensors file: what it will hold is declared first, then the bytes are streamed in the declared order.</summary>
/// <remarks>
/// Equal input gives equal bytes: names keep the order given, metadata is sorted, and nothing depends on the machine or the clock.
/// The data starts at a multiple of 8, as the reference writer does it, so that a memory map can be read as float64.
/// </remarks>
public static class SafetensorsWriter
{
    /// <summary>A tensor to write: <paramref name="Copy"/> puts exactly its bytes on the stream.</summary>
    public sealed record Entry(string Name, TensorType Type, IReadOnlyList<long> Shape, Action<Stream> Copy)
    {
        public long Bytes => Shape.Aggregate((long)Type.Size(), (product, size) => checked(product * size));

        public static Entry Of(string name, TensorType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes) =>
            new(name, type, shape, stream => stream.Write(bytes.Span));
    }

    /// <summary>Writes the file whole or not at all, by <see cref="DurableFile"/>.</summary>
    /// <exception cref="ArgumentException">A name comes twice or is the metadata's, or an entry's bytes do not match its shape.</exception>
    public static void Write(string path, IReadOnlyList<Entry> entries, IReadOnlyDictionary<string, string>? metadata = null) =>
        DurableFile.Write(path, stream => Write(stream, entries, metadata));

    public static void Write(Stream stream, IReadOnlyList<Entry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = Header(entries, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);

        foreach (var entry in entries)
        {
            var before = stream.Position;
            entry.Copy(stream);
            if (stream.Position - before != entry.Bytes)
                throw new ArgumentException($"tensor '{entry.Name}' wrote {stream.Position - before} bytes; {entry.Type.FileName()} [{string.Join(", ", entry.Shape)}] takes {entry.Bytes}");
        }
    }

    private static byte[] Header(IReadOnlyList<Entry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        if (entries.GroupBy(entry => entry.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"tensor '{twice.Key}' comes twice");
        if (entries.Any(entry => entry.Name == SafetensorsHeader.MetadataName))
            throw new ArgumentException($"a tensor may not be called {SafetensorsHeader.MetadataName}");

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            var offset = 0L;
            foreach (var entry in entries)
                offset = WriteTensor(json, entry, offset);
            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is not { Count: > 0 })
            return;
        json.WriteStartObject(SafetensorsHeader.MetadataName);
        foreach (var (key, value) in metadata.OrderBy(item => item.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static long WriteTensor(Utf8JsonWriter json, Entry entry, long offset)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.Type.FileName());
        json.WriteStartArray("shape");
        foreach (var size in entry.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + entry.Bytes);
        json.WriteEndArray();
        json.WriteEndObject();
        return offset + entry.Bytes;
    }
}
