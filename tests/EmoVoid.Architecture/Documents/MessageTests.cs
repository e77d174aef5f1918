using System.Text.RegularExpressions;
using EmoVoid.Testing;

namespace EmoVoid.Architecture.Documents;

/// <summary>Messages in documents are those of the program: a person finds them by searching for the words on the screen.</summary>
public partial class MessageTests
{
    /// <summary>Shorter pieces are in any source, and prove nothing.</summary>
    private const int ShortestPiece = 4;

    private static readonly IReadOnlyList<string> Sources =
        [.. Directory.GetFiles(Repository.Path("src"), "*.cs", SearchOption.AllDirectories).Select(path => AsItIsSaid(File.ReadAllText(path)))];

    public static TheoryData<string, string> Messages =>
    [
        .. from name in new[] { "README.md", "README.ja.md", "docs/troubleshooting.md" }
           from message in MessagesIn(Testing.Documents.Get(name))
           select new TheoryDataRow<string, string>(name, message),
    ];

    [Fact]
    public void The_commonest_messages_are_told_of() => Assert.True(MessagesIn(Testing.Documents.Get("docs/troubleshooting.md")).Count() >= 40);

    /// <summary>Its fixed words stand in one source file, in their order; what differs is written as … in the document, and between braces in the source.</summary>
    [Theory]
    [MemberData(nameof(Messages))]
    public void A_quoted_message_has_the_words_of_the_source(string name, string message)
    {
        var pieces = message.Split('…').Select(piece => piece.Trim(' ', '.')).Where(piece => piece.Length >= ShortestPiece).ToList();
        Assert.True(pieces.Count > 0 && pieces.Sum(piece => piece.Length) >= 12, $"{name}: '{message}' has too few words to be told from others");
        Assert.True(Sources.Any(source => Holds(source, pieces)), $"{name}: no source says '{message}'");
    }

    private static bool Holds(string source, IReadOnlyList<string> pieces)
    {
        var from = 0;
        foreach (var piece in pieces)
        {
            var found = source.IndexOf(piece, from, StringComparison.Ordinal);
            if (found < 0)
                return false;
            from = found + piece.Length;
        }

        return true;
    }

    /// <summary>The first column of every table whose head says so.</summary>
    private static IEnumerable<string> MessagesIn(Document document) =>
        Table().Matches(document.Prose).SelectMany(table => FirstColumn().Matches(table.Groups["rows"].Value)).Select(row => row.Groups[1].Value);

    // Texts that are put together over several lines are one text, of singular and plural the latter is quoted, and \" is ".
    private static string AsItIsSaid(string source) =>
        Plural().Replace(Joint().Replace(source, ""), "$1").Replace("\\\"", "\"", StringComparison.Ordinal).Replace("{SidecarSchema.FileName}", "emovoid.toml", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| (it says|こう言われたら) \|.*\n\|[-|]+\|\n(?<rows>(\|.*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex("^\\| `([^`]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex FirstColumn();

    [GeneratedRegex(@"\{Wording\.Count\([^""{}]*""[^""]*"", ""([^""]*)""\)\}")]
    private static partial Regex Plural();

    [GeneratedRegex("\"\\s*\\+\\s*\\$?\"")]
    private static partial Regex Joint();
}
