using System.Text.RegularExpressions;
using EmoVoid.Testing;

namespace EmoVoid.Architecture.Documents;

/// <summary>What documents point at is there.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Names => [.. Testing.Documents.All.Select(document => document.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_relative_link_leads_to_a_file_and_to_a_heading_in_it(string name)
    {
        var document = Testing.Documents.Get(name);
        var problems = Link().Matches(document.Prose).Select(link => link.Groups[1].Value).Where(IsRelative).Select(link => Problem(document, link)).OfType<string>();
        Assert.Empty(problems);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_path_of_the_repository_that_is_named_is_there(string name)
    {
        var named = Testing.Documents.Get(name).Code.Select(code => RepositoryPath().Match(code)).Where(path => path.Success).Select(path => path.Value);
        Assert.DoesNotContain(named, path => !Path.Exists(Repository.Path(path)));
    }

    [Fact]
    public void A_heading_is_found_by_the_anchor_that_a_forge_makes_of_it()
    {
        Assert.Equal("a-dataset_configtoml-in-the-folder", Anchor("## A dataset_config.toml in the folder"));
        Assert.Equal("which-checkpoint", Anchor("# Which checkpoint?"));
        Assert.Equal("どのチェックポイントか", Anchor("## どのチェックポイントか"));
    }

    private static string? Problem(Document document, string link)
    {
        var (file, anchor) = link.Split('#') is [var path, var heading] ? (path, heading) : (link, null);
        var target = file.Length == 0 ? document.Name : Path.GetRelativePath(Repository.Root, Repository.Path(Path.GetDirectoryName(document.Name)!, file));
        if (!Path.Exists(Repository.Path(target)))
            return $"{link}: there is no {target}";
        var known = anchor is null ? [] : Heading().Matches(new Document(target, File.ReadAllText(Repository.Path(target))).Prose).Select(line => Anchor(line.Value)).ToList();
        return anchor is null || known.Contains(anchor) ? null : $"{link}: {target} has no such heading; it has {string.Join(", ", known)}";
    }

    private static bool IsRelative(string link) => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal);

    private static string Anchor(string heading) => NoPartOfAnAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(src|tests|packaging|build|docs|openapi|systemd|\.ci)/[\w./-]*[\w/]")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex("^#+ .*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoPartOfAnAnchor();
}
