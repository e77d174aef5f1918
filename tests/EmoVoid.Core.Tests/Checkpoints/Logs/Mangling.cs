using System.Text;

namespace EmoVoid.Core.Tests.Checkpoints.Logs;

/// <summary>What consoles, terminals, editors and pipes do to a log.</summary>
internal static class Mangling
{
    private static readonly string[] Colours = ["\u001b[32m", "\u001b[0m", "\u001b[38;5;208;1m", "\u001b[K", "\u001b[A", "\u001b]0;kohya: training\u0007"];

    public static Encoding ShiftJis { get; } = CodePagesEncodingProvider.Instance.GetEncoding(932)!;

    /// <summary>A terminal's hard line breaks; a copy from it loses the blanks at the ends.</summary>
    public static string Wrapped(string text, int columns, bool trimmed)
    {
        var wrapped = new StringBuilder();
        foreach (var line in text.Replace('\r', '\n').Split('\n'))
            foreach (var piece in line.Length == 0 ? [[]] : line.Chunk(columns))
                wrapped.Append(trimmed ? new string(piece).TrimEnd(' ') : new string(piece)).Append('\n');
        return wrapped.ToString();
    }

    /// <summary>Control sequences between any two characters.</summary>
    public static string Coloured(string text, int seed)
    {
        var random = new Random(seed);
        var coloured = new StringBuilder();
        foreach (var c in text)
            coloured.Append(random.Next(12) == 0 ? Colours[random.Next(Colours.Length)] : "").Append(c);
        return coloured.ToString();
    }

    public static byte[] Bytes(string text, Encoding encoding, bool mark = false) => mark ? [.. encoding.Preamble, .. encoding.GetBytes(text)] : encoding.GetBytes(text);

    /// <summary>A stream that gives the bytes in pieces of random sizes.</summary>
    public static Stream InPieces(byte[] bytes, int seed) => new Pieces(bytes, new Random(seed));

    private sealed class Pieces(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(4) == 0 ? 1 : random.Next(1, 5000))], cancellationToken);
    }
}
