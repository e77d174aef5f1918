using System.Security.Cryptography;

namespace EmoVoid.Core.Models.Downloads;

internal static class FileHash
{
    /// <returns>The SHA-256 of a file, in small hexadecimal digits.</returns>
    public static string Of(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
