namespace EmoVoid.Training.Text;

/// <summary>The 256 characters that stand for the 256 bytes in a byte-level vocabulary.</summary>
/// <remarks>Printable Latin-1 stands for itself; the other bytes, in order, are the characters from U+0100 on. Source: openai/gpt-2, <c>bytes_to_unicode</c>.</remarks>
internal static class ByteLevelAlphabet
{
    /// <summary>The symbol of byte b is <c>Symbols[b]</c>.</summary>
    public static IReadOnlyList<char> Symbols { get; } = Build();

    private static char[] Build()
    {
        var symbols = new char[256];
        var next = '\u0100';
        for (var b = 0; b < 256; b++)
            symbols[b] = IsPrintable(b) ? (char)b : next++;
        return symbols;
    }

    private static bool IsPrintable(int b) => b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
