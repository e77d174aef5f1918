using System.Globalization;
using System.Text;
using EmoVoid.Daemon.CommandLine.Settings;

namespace EmoVoid.Daemon.CommandLine.Manual;

/// <summary>Writes a manual page in the macros of man(7).</summary>
internal sealed class Roff
{
    private const int Columns = 70;

    private readonly StringBuilder _page = new();
    private bool _isAfterHeading;

    /// <param name="section">Of the manual: 1 programs, 5 files.</param>
    /// <param name="date">Null: not said.</param>
    public Roff(string name, int section, DateOnly? date, string source)
    {
        var day = date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
        _page.Append(CultureInfo.InvariantCulture, $".TH {name} {section} \"{day}\" \"{Text(source)}\"\n.nh\n.ad l\n");
    }

    public Roff Section(string title) => Line($".SH {Quoted(title.ToUpperInvariant())}");

    public Roff Part(string title) => Line($".SS {Quoted(title)}");

    public Roff Paragraph(string text) => Apart().Line(Wrapped(text));

    /// <summary>An entry of a list: a bold word, what follows it, and what it is.</summary>
    public Roff Entry(string bold, string after, params IEnumerable<string> paragraphs)
    {
        Line(".TP").Line($"\\fB{Text(bold)}\\fR{(after.Length > 0 ? " " + Text(after) : "")}");
        return Line(string.Join("\n.br\n", paragraphs.Select(Wrapped)));
    }

    /// <summary>Lines as they are.</summary>
    public Roff Example(string text) => Apart().Line(".RS 4").Line(".nf").Line(string.Join('\n', text.TrimEnd().Split('\n').Select(Text))).Line(".fi").Line(".RE");

    public override string ToString() => _page.ToString();

    // A heading stands apart by itself.
    private Roff Apart() => _isAfterHeading ? this : Line(".PP");

    private Roff Line(string line)
    {
        _page.Append(line).Append('\n');
        _isAfterHeading = line.StartsWith(".S", StringComparison.Ordinal);
        return this;
    }

    // The source is read by people too, and by programs that want short lines.
    private static string Wrapped(string text) => string.Join('\n', SettingsText.Wrapped(text, "", Columns).Select(Text));

    private static string Quoted(string title) => $"\"{Text(title).Replace("\"", "\\(dq", StringComparison.Ordinal)}\"";

    /// <summary>Text that means itself: nothing in it is a request, and what is not ASCII has its name.</summary>
    private static string Text(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
            escaped.Append(letter switch
            {
                '\\' => "\\e",
                '-' => "\\-",
                '\'' => "\\(aq",
                '`' => "\\(ga",
                '^' => "\\(ha",
                '~' => "\\(ti",
                '×' => "\\(mu",
                '–' => "\\(en",
                '…' => "...",
                '²' => "\\(S2",
                _ => letter.ToString(),
            });
        return escaped.Length > 0 && escaped[0] == '.' ? "\\&" + escaped : escaped.ToString();
    }
}
