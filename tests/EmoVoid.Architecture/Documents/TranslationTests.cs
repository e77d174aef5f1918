using EmoVoid.Testing;

namespace EmoVoid.Architecture.Documents;

/// <summary>The README in another language tells people to type the same.</summary>
public class TranslationTests
{
    private static readonly Document English = Testing.Documents.Get("README.md"), Japanese = Testing.Documents.Get("README.ja.md");

    [Fact]
    public void Each_links_to_the_other_at_its_top()
    {
        Assert.Contains("](README.ja.md)", English.Text[..200]);
        Assert.Contains("](README.md)", Japanese.Text[..200]);
    }

    /// <summary>Comments may be translated.</summary>
    [Theory]
    [InlineData("console")]
    [InlineData("json")]
    [InlineData("toml")]
    public void Both_have_the_same_blocks(string language) => Assert.Equal(Blocks(English, language), Blocks(Japanese, language));

    [Fact]
    public void Both_have_as_many_sections() => Assert.Equal(Headings(English), Headings(Japanese));

    [Fact]
    public void Both_show_the_same_diagrams() => Assert.Equal(Diagrams(English), Diagrams(Japanese));

    private static IEnumerable<string> Blocks(Document document, string language) =>
        document.Blocks.Where(block => block.Language == language).Select(block => string.Join('\n', block.Text.Split('\n').Select(Testing.Documents.WithoutComment)));

    private static int Headings(Document document) => document.Prose.Split('\n').Count(line => line.StartsWith("## ", StringComparison.Ordinal));

    private static IEnumerable<string> Diagrams(Document document) => document.Blocks.SelectMany(block => block.Text.Split('\n')).Where(line => line.StartsWith("|A|", StringComparison.Ordinal));
}
