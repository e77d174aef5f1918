using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EmoVoid.Core.Notifications.Receivers;

/// <summary>
/// Proves that a body comes from who holds the secret, and when it was sent: <c>t=TIME,v1=HEX</c>, where TIME is the try's time in seconds since 1970
/// and HEX is HMAC-SHA256, with the secret's UTF-8 bytes as the key, of TIME, a dot and the raw body.
/// </summary>
internal static class Signature
{
    public const string Header = "X-EmoVoid-Signature";

    public static string Of(ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(seconds + "."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
