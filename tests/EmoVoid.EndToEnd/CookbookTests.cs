using System.Text.RegularExpressions;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>The commands of docs/cookbook.md, as a person would type them.</summary>
public partial class CookbookTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("a-key-of-some-length-0123456789")]
    public async Task Every_command_of_the_cookbook_does_what_it_says(string? key)
    {
        string[] needed = ["curl", "jq", "zip"];
        Assert.SkipUnless(needed.All(program => File.Exists("/usr/bin/" + program)), $"some of {string.Join(", ", needed)} is not installed (apt-get install)");
        using var kitchen = new TemporaryFolder();
        Pictures.WriteDataset(Path.Combine(kitchen.Path, "zenigata"), 3, "[train]\nsteps = 12\nsave_every = 4\nresolution = 64\n[sample]\ncount = 1\nsteps = 2\n");
        await using var daemon = await DaemonRunner.Start(settings: key is null ? [] : [$"EmoVoid:ApiKey={key}"]);
        var commands = kitchen.Write("commands.sh", $"set -euo pipefail\ncd {kitchen.Path}\n" + string.Join('\n', Commands().Select(block => block + "\necho '# done'")));

        var cooked = await Programs.Run("/bin/bash", [commands], environment: new()
        {
            ["EMOVOID"] = daemon.Http.BaseAddress!.ToString().TrimEnd('/'),
            ["EMOVOID_KEY"] = key ?? "",
        });

        Assert.True(cooked.ExitCode == 0, $"{cooked.Output}\n{cooked.Error}");
        Assert.Equal(Commands().Count, cooked.Output.Split("# done").Length - 1);
        Assert.Single(Directory.GetFiles(kitchen.Path, "zenigata-zenigata-step*.safetensors"));
        foreach (var picture in new[] { "plot.png", "samples.png" })
            Assert.Equal("PNG", System.Text.Encoding.ASCII.GetString(await File.ReadAllBytesAsync(Path.Combine(kitchen.Path, picture)), 1, 3));
    }

    private static List<string> Commands() => [.. Block().Matches(File.ReadAllText(Repository.Path("docs", "cookbook.md"))).Select(block => block.Groups[1].Value)];

    [GeneratedRegex("^```bash\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
