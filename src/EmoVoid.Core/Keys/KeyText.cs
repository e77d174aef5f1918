using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EmoVoid.Core.Keys;

/// <summary>The key itself, that its holder sends.</summary>
public static class KeyText
{
    /// <summary>How every made key begins, so that people and scanners for lost secrets see whose it is.</summary>
    public const string Prefix = "emovoid_";

    private const int RandomBytes = 32; // 256 bits

    /// <summary>A new key: <see cref="Prefix"/> and 43 characters that fit into a header and into an address as they are.</summary>
    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What is kept of a key, 32 bytes.</summary>
    /// <remarks>A slow, salted hash protects what people can guess; nobody guesses 256 random bits, and this one is computed at every request.</remarks>
    public static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
