using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EmoVoid.Training.Data.Caching;

/// <summary>SHA-256 over several parts, each with its length in front, so that ("ab", "c") and ("a", "bc") differ.</summary>
public static class ContentHash
{
    /// <returns>64 hexadecimal digits in lower case.</returns>
    public static string Of(params IReadOnlyList<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
