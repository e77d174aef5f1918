using System.Text;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>Tells UTF-16 by its byte order mark, or by the zero that is half of every Latin letter.</summary>
internal static class ByteOrder
{
    private const int Enough = 4096; // bytes

    /// <returns>Null: it is not UTF-16.</returns>
    internal static UnicodeEncoding? Of(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
        _ => ByZeros(start[..Math.Min(start.Length, Enough)]),
    };

    private static UnicodeEncoding? ByZeros(ReadOnlySpan<byte> start)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i < start.Length; i++)
            if (start[i] == 0)
                _ = (i & 1) == 0 ? even++ : odd++;
        var many = start.Length / 4; // half of the text is Latin
        if (odd > many && even <= many / 8)
            return new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
        return even > many && odd <= many / 8 ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false) : null;
    }
}
