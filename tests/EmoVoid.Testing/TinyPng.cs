using System.Buffers.Binary;
using System.IO.Compression;

namespace EmoVoid.Testing;

/// <summary>A PNG of soft colour waves, without an image library: for tests of processes that must not know one.</summary>
public static class TinyPng
{
    /// <param name="phase">Another one gives another picture.</param>
    public static void Write(string path, int width, int height, int phase = 0) =>
        Write(path, width, height, (x, y, channel) => (byte)(128 + 100 * Math.Sin((x * (channel + 1) + y * (3 - channel)) / 17.0 + phase)));

    /// <summary>One grey everywhere: 0 black, 255 white.</summary>
    public static void WritePlain(string path, int width, int height, byte shade) => Write(path, width, height, (_, _, _) => shade);

    private static void Write(string path, int width, int height, Func<int, int, int, byte> colour)
    {
        using var file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2); // eight bits, RGB
        Chunk(file, "IHDR", header);
        Chunk(file, "IDAT", Compressed(Rows(width, height, colour)));
        Chunk(file, "IEND", []);
    }

    private static byte[] Rows(int width, int height, Func<int, int, int, byte> colour)
    {
        var rows = new byte[height * (1 + 3 * width)];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var channel = 0; channel < 3; channel++)
                    rows[y * (1 + 3 * width) + 1 + 3 * x + channel] = colour(x, y, channel);
        return rows;
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Fastest))
            zlib.Write(bytes);
        return buffer.ToArray();
    }

    private static void Chunk(Stream file, string type, byte[] data)
    {
        byte[] body = [.. type.Select(letter => (byte)letter), .. data];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    /// <summary>CRC-32 as in the PNG specification, annex D.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
