using System.Text.RegularExpressions;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Configuration;
using EmoVoid.Core.Sidecars;
using EmoVoid.Testing;
using Microsoft.Extensions.Configuration;

namespace EmoVoid.Core.Tests.Sidecars;

/// <summary>What the README and the page of the sidecar show is what the program takes.</summary>
public partial class ReadmeTests
{
    private static string Readme => File.ReadAllText(Repository.Path("README.md"));

    private static string SidecarPage => File.ReadAllText(Repository.Path("docs", "sidecar.md"));

    [Fact]
    public void Its_examples_of_a_sidecar_are_accepted_as_they_stand() =>
        Assert.All(Toml().Matches(Readme).Concat(Toml().Matches(SidecarPage)), example => Assert.Empty(SidecarParser.Parse(example.Groups[1].Value).Problems));

    [Fact]
    public void The_page_of_the_sidecar_has_every_key_of_the_schema_and_no_other()
    {
        var shown = Toml().Matches(SidecarPage).SelectMany(example => KeysOf(example.Groups[1].Value)).Where(key => !key.StartsWith("sweep.", StringComparison.Ordinal)).ToHashSet();

        Assert.Equal(SidecarSchema.Keys.Select(key => key.Name).Order(), shown.Order());
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/notifications.md")]
    [InlineData("docs/slurm.md")]
    [InlineData("docs/kohya-trainer.md")]
    public void Every_setting_that_a_page_shows_is_known(string page)
    {
        var examples = Json().Matches(File.ReadAllText(Repository.Path(page))).Select(match => match.Groups[1].Value).Where(text => text.Contains("\"EmoVoid\"", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(example));
            var configuration = new ConfigurationBuilder().AddJsonStream(text).Build();
            Assert.Empty(new SettingCheck(Configuration.SettingTests.Catalog, _ => page).Mistakes(configuration.GetSection("EmoVoid")));
        });
    }

    /// <summary>Those that are written, and those that a comment names instead, as "or steps = 1200".</summary>
    private static IEnumerable<string> KeysOf(string example)
    {
        var table = "";
        foreach (var line in example.Split('\n'))
            if (Table().Match(line) is { Success: true } heading)
                table = heading.Groups[1].Value + ".";
            else
                foreach (Match key in Key().Matches(line))
                    yield return table + key.Groups[1].Value;
    }

    [GeneratedRegex(@"```toml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Toml();

    [GeneratedRegex(@"```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();

    [GeneratedRegex(@"^\[(\w+)\]")]
    private static partial Regex Table();

    [GeneratedRegex(@"(?:^|# or |# and |; )(\w+)\s*=")]
    private static partial Regex Key();
}
