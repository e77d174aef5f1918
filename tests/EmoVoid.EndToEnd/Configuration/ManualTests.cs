using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Configuration;

/// <summary>The manual pages as the package has them.</summary>
public sealed partial class ManualTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private string Commands => File.ReadAllText(_folder["emovoidd.1"]);

    private string Sidecar => File.ReadAllText(_folder["emovoid.toml.5"]);

    public async ValueTask InitializeAsync()
    {
        var made = await Programs.Run(Repository.Path("packaging", "man.sh"), [_folder.Path, Binaries.Daemon], environment: new() { ["SOURCE_DATE_EPOCH"] = "1764547200" });
        Assert.True(made.ExitCode == 0, made.Error);
    }

    [Fact]
    public async Task Every_command_and_option_of_the_help_is_in_the_manual()
    {
        var page = Plain(Commands);
        var seen = new List<string>();
        await Look([]);

        Assert.Contains("keys revoke", seen);
        Assert.Contains("queue hold", seen);

        async Task Look(string[] words)
        {
            seen.Add(string.Join(' ', words));
            var help = (await Programs.Run(Binaries.Daemon, [.. words, "--help"])).Output;
            var verbs = VerbsOf(help).ToList();
            Assert.True(verbs.Count > 0 || PartOf(words).Length > 0, $"emovoidd {string.Join(' ', words)} has no part.");
            if (PartOf(words) is { Length: > 0 } part)
                Assert.All(Options().Matches(help[help.IndexOf("Options:", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value).Except(["--help"]), option => Assert.Contains(option, part));
            foreach (var verb in verbs)
                await Look([.. words, verb]);
        }

        string PartOf(string[] words) => words.Length == 0 ? page : page.Split($".SS \"emovoidd {string.Join(' ', words)}\"") is [_, var rest] ? rest.Split("\n.S")[0] : "";
    }

    [Fact]
    public async Task Every_setting_is_in_the_manual_with_its_sentence()
    {
        var page = Words(Commands);
        var settings = JsonNode.Parse((await Programs.Run(Binaries.Daemon, ["config", "--explain", "--json"])).Output)!.AsArray();

        Assert.All(settings, setting => Assert.Contains($"{Words(setting!.Text("key")!)} {Words(setting!.Text("type")!)}", page));
        Assert.All(settings, setting => Assert.Contains(Words(setting!.Text("sentence")!), page));
    }

    [Fact]
    public void Every_key_of_a_sidecar_is_in_its_manual_with_its_sentence()
    {
        var page = Words(Sidecar);

        Assert.All(SidecarSchema.Keys.Concat(SweepKeys.All), key => Assert.Contains($"\n{key.Name}\n", Plain(Sidecar)));
        Assert.All(SidecarSchema.Keys.Concat(SweepKeys.All), key => Assert.Contains(Words(key.Doc), page));
        Assert.All(SidecarSchema.Refused.Keys, key => Assert.Contains($"\n{key}\n", Plain(Sidecar)));
    }

    [Theory]
    [InlineData("emovoidd.1")]
    [InlineData("emovoid.toml.5")]
    public async Task The_readers_of_manual_pages_have_nothing_to_say_against_them(string page)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/man") || File.Exists("/usr/bin/mandoc"), "Neither man nor mandoc is installed (apt-get install man-db mandoc).");
        if (File.Exists("/usr/bin/mandoc"))
            Assert.Equal("", (await Programs.Run("mandoc", ["-T", "lint", _folder[page]])).Output);
        if (File.Exists("/usr/bin/man"))
            Assert.Equal("", (await Programs.Run("man", ["--warnings", "-l", _folder[page]], environment: new() { ["LC_ALL"] = "C.UTF-8" })).Error);
    }

    [Fact]
    public void The_same_source_makes_the_same_page()
    {
        Assert.StartsWith(".TH EMOVOIDD 1 \"2025-12-01\"", Commands);
        Assert.DoesNotMatch(@"[^\x00-\x7f]", Commands + Sidecar);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<string> VerbsOf(string help) =>
        help.Split("\nCommands:\n") is [_, var commands, ..] ? commands.Split('\n').Select(line => Verb().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value) : [];

    /// <summary>As a reader sees it, without what means itself only.</summary>
    private static string Plain(string page) => page.Replace("\\-", "-", StringComparison.Ordinal).Replace("\\fB", "", StringComparison.Ordinal).Replace("\\fR", "", StringComparison.Ordinal);

    private static string Words(string text) => NoWord().Replace(Escapes().Replace(text, match => match.Value switch { "\\(mu" => "×", "\\(S2" => "²", _ => " " }).Replace("\n.br\n", " ", StringComparison.Ordinal), " ");

    [GeneratedRegex(@"\\\([a-zA-Z0-9]{2}|\\f[BR]|\\[-e&]")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"[^\p{L}\p{N}×²]+")]
    private static partial Regex NoWord();

    [GeneratedRegex(@"(?<=[ ,])(--[a-z][a-z-]+)")]
    private static partial Regex Options();

    [GeneratedRegex(@"^  ([a-z]+)")]
    private static partial Regex Verb();
}
