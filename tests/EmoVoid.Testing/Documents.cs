using System.Text.RegularExpressions;

namespace EmoVoid.Testing;

/// <summary>The documents that people read: README in its languages, and everything in docs.</summary>
public static partial class Documents
{
    public static IReadOnlyList<Document> All { get; } =
    [
        .. new[] { Repository.Path("README.md"), Repository.Path("README.ja.md") }
            .Concat(Directory.GetFiles(Repository.Path("docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            .Select(path => new Document(Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path))),
    ];

    public static Document Get(string name) => All.Single(document => document.Name == name);

    /// <summary>The commands of a block as a shell gets them: without the prompt and the comment, continued lines in one.</summary>
    public static IEnumerable<string> CommandsIn(CodeBlock block) =>
        Prompt().Matches(Continued().Replace(block.Text, " ")).Select(line => WithoutComment(line.Groups[1].Value));

    /// <summary>A comment begins after two blanks; one blank and a # may be part of a command.</summary>
    public static string WithoutComment(string line) => Comment().Replace(line, "").TrimEnd();

    [GeneratedRegex(@"^\$ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"\s*\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"\s{2,}#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}

/// <param name="Name">Its path in the repository.</param>
public sealed partial record Document(string Name, string Text)
{
    /// <summary>What stands between fences, without the indent of the list that it is part of.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; } =
    [
        .. Fence().Matches(Text).Select(block => new CodeBlock(
            Name, block.Groups["language"].Value, block.Groups["text"].Value.Replace("\n" + block.Groups["indent"].Value, "\n", StringComparison.Ordinal)[block.Groups["indent"].Length..])),
    ];

    /// <summary>What is written for people: without the blocks.</summary>
    public string Prose => Fence().Replace(Text, "\n");

    /// <summary>Every <c>inline code</c> of the prose.</summary>
    public IEnumerable<string> Code => InlineCode().Matches(Prose).Select(code => code.Groups[1].Value);

    [GeneratedRegex(@"^(?<indent> *)```(?<language>\w*)\n(?<text>.*?)^\k<indent>```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InlineCode();
}

/// <param name="File">The document's path in the repository.</param>
/// <param name="Language">As written after the fence; empty where nothing is.</param>
public sealed record CodeBlock(string File, string Language, string Text);
