using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>
/// The characters of a log in whatever encoding a console wrote it: UTF-8 or UTF-16 with or without a byte order mark, or Shift-JIS.
/// Read in blocks of one size, so that the characters do not depend on the pieces in which the bytes arrive.
/// </summary>
internal sealed class LogDecoder(Stream bytes)
{
    private const int BlockSize = 1 << 16;

    /// <summary>Neither UTF-8 nor Shift-JIS has a byte below this one inside a character: it is a place to cut.</summary>
    private const byte InsideCharacters = 0x40;

    private static readonly Encoding ShiftJis = CodePagesEncodingProvider.Instance.GetEncoding(932)!;

    private readonly byte[] block = new byte[BlockSize];
    private readonly ArrayBufferWriter<char> text = new(BlockSize);
    private int kept; // bytes at the block's start that wait for the rest of their character
    private Decoder? utf16;

    /// <summary>How many bytes were read.</summary>
    public long Length { get; private set; }

    /// <summary>The next characters, valid until the next call; empty at the end of the log.</summary>
    public async ValueTask<ReadOnlyMemory<char>> ReadAsync(CancellationToken cancel)
    {
        text.Clear();
        while (text.WrittenCount == 0)
        {
            var read = await bytes.ReadAtLeastAsync(block.AsMemory(kept), BlockSize - kept, throwOnEndOfStream: false, cancel);
            if (Length == 0)
                utf16 = ByteOrder.Of(block.AsSpan(0, read))?.GetDecoder();
            Length += read;
            Decode(block.AsSpan(0, kept + read), isEnd: kept + read < BlockSize);
            if (read == 0)
                break;
        }

        return text.WrittenMemory;
    }

    private void Decode(Span<byte> available, bool isEnd)
    {
        if (utf16 is not null)
        {
            utf16.Convert(available, text, flush: isEnd, out _, out _);
            kept = 0;
            return;
        }

        var cut = isEnd ? available.Length : available.LastIndexOfAnyInRange((byte)0, (byte)(InsideCharacters - 1)) + 1;
        if (cut == 0)
            cut = available.Length; // not one blank in 64 KiB: no log, and no harm in a broken character
        DecodeBytes(available[..cut]);
        available[cut..].CopyTo(block);
        kept = available.Length - cut;
    }

    private void DecodeBytes(ReadOnlySpan<byte> some)
    {
        if (Utf8.IsValid(some))
        {
            Encoding.UTF8.GetChars(some, text);
            return;
        }

        // Programs of one console may disagree; one line of it is one program's.
        while (!some.IsEmpty)
        {
            var line = some[..(some.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end ? end + 1 : some.Length)];
            (Utf8.IsValid(line) ? Encoding.UTF8 : ShiftJis).GetChars(line, text);
            some = some[line.Length..];
        }
    }
}
