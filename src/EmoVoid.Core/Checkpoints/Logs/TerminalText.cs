namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>What stood between a character and the one before it.</summary>
internal enum Gap : byte
{
    None,
    Blank,
    LineBreak,
}

/// <summary>
/// Takes out of a log what a terminal did to it. Terminals wrap lines anywhere, rewind them, colour them, and drop blanks at their ends;
/// so no blank and no line break means anything here: they are left out, and only remembered beside the character that follows.
/// </summary>
/// <remarks>
/// The light's report may land in the middle of any other text, since it goes to another stream. It is taken out too, and its place kept in
/// <see cref="Lights"/>; the text around it closes up.
/// </remarks>
internal sealed class TerminalText
{
    private const string Light = "[READYTOSTOP]";

    /// <summary>A line of the optimizer's own source, as an error message shows it.</summary>
    private const string SourceOfLight = "print(f\"";

    private readonly EscapeSequence escape = new();
    private char[] characters = new char[1 << 17];
    private Gap[] gaps = new Gap[1 << 17];
    private Gap gap;

    public int Length { get; private set; }

    public ReadOnlySpan<char> Characters => characters.AsSpan(0, Length);

    public ReadOnlySpan<Gap> Gaps => gaps.AsSpan(0, Length);

    /// <summary>How many characters stand before each report of the light; ascending.</summary>
    public List<int> Lights { get; } = [];

    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(Length + text.Length);
        foreach (var c in text)
            if (!escape.Takes(c))
                Append(c);
    }

    /// <summary>Forgets the first characters, and the lights among them.</summary>
    public void Drop(int count)
    {
        Characters[count..].CopyTo(characters);
        Gaps[count..].CopyTo(gaps);
        Length -= count;
        Lights.RemoveRange(0, Lights.FindIndex(light => light >= count) is >= 0 and var first ? first : Lights.Count);
        for (var i = 0; i < Lights.Count; i++)
            Lights[i] -= count;
    }

    private void Append(char c)
    {
        switch (c)
        {
            case '\n' or '\r':
                gap = Gap.LineBreak;
                break;
            case ' ' or '\t' or '\u00A0' or '\u3000':
                gap = gap == Gap.None ? Gap.Blank : gap;
                break;
            // The sparkles around the light, the byte order mark, and what else has no shape.
            case < ' ' or (>= '\u007F' and < '\u00A0') or '\u2728' or '\uFE0F' or '\uFEFF':
                break;
            default:
                (characters[Length], gaps[Length], gap) = (c, gap, Gap.None);
                Length++;
                if (c == Light[^1])
                    TakeOutLight();
                break;
        }
    }

    private void TakeOutLight()
    {
        if (!Characters.EndsWith(Light) || Characters[..^Light.Length].EndsWith(SourceOfLight))
            return;
        Length -= Light.Length;
        Lights.Add(Length);
    }

    private void Reserve(int length)
    {
        if (length <= characters.Length)
            return;
        Array.Resize(ref characters, 2 * length);
        Array.Resize(ref gaps, 2 * length);
    }
}
