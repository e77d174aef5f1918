using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace EmoVoid.Testing;

/// <summary>Makes real pictures without a picture library.</summary>
public static class Pictures
{
    /// <summary>Writes a PNG (8 bit RGB) with a gradient that differs from one <paramref name="variant"/> to the next.</summary>
    public static void WritePng(string path, int width, int height, int variant)
    {
        using var file = File.Create(path);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2); // bits, RGB
        Chunk(file, "IHDR", header);
        Chunk(file, "IDAT", Compress(Rows(width, height, variant)));
        Chunk(file, "IEND", []);
    }

    /// <summary>A data set as a user would put it down: pictures with captions, and the sidecar.</summary>
    public static void WriteDataset(string folder, int pictures, string sidecar)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < pictures; i++)
        {
            WritePng(Path.Combine(folder, $"{i:00}.png"), 96 + 16 * (i % 4), 96 + 16 * (i % 3), i);
            File.WriteAllText(Path.Combine(folder, $"{i:00}.txt"), $"zenigata, a gradient, number {i}");
        }
        File.WriteAllText(Path.Combine(folder, "emovoid.toml"), sidecar);
    }

    private static byte[] Rows(int width, int height, int variant)
    {
        var rows = new byte[height * (1 + 3 * width)];
        var at = 0;
        for (var y = 0; y < height; y++)
        {
            at++; // filter 0: bytes as they are
            for (var x = 0; x < width; x++)
            {
                rows[at++] = (byte)(255 * x / width);
                rows[at++] = (byte)(255 * y / height);
                rows[at++] = (byte)(40 * variant);
            }
        }
        return rows;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
            zlib.Write(bytes);
        return packed.ToArray();
    }

    private static void Chunk(Stream file, string type, byte[] data)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] checkedPart = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(checkedPart);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(checkedPart));
        file.Write(number);
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return ~crc;
    }
}
