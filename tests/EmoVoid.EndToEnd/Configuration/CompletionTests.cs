using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Configuration;

/// <summary>What the shells complete, with the scripts that the program prints.</summary>
public class CompletionTests
{
    [Fact]
    public async Task Bash_completes_verbs_options_and_the_ids_of_runs_of_the_daemon()
    {
        await using var daemon = await DaemonRunner.Start();
        Pictures.WriteDataset(daemon.Path("inbox", "zenigata"), 2, "[schedule]\nstart_at = 2999-01-01T00:00:00\n");
        await Wait.Until(async () => (await daemon.Http.GetJson("/api/v1/runs"))["items"]!.AsArray().Count == 1, () => daemon.Log);
        var url = daemon.Http.BaseAddress!.ToString().TrimEnd('/');

        Assert.Equal("models move", await Bash("emovoidd mo"));
        Assert.Equal("check get", NoOptions(await Bash("emovoidd models ")));
        Assert.Equal("--agree-noncommercial", await Bash("emovoidd models get --a"));
        // The program asks for two seconds, which a machine with many tests may not have.
        await Wait.Until(async () => NoOptions(await Bash($"emovoidd pause --url {url} ")) == "latest zenigata", () => daemon.Log);
        await Wait.Until(async () => await Bash($"sudo emovoidd show --url {url} z") == "zenigata", () => daemon.Log);
    }

    [Fact]
    public async Task Without_a_daemon_nothing_is_completed_and_nothing_is_said()
    {
        Assert.Equal("", await Bash("emovoidd show --url http://127.0.0.1:1 z"));
        Assert.Equal("", await Bash("emovoidd show --url nowhere --config /nowhere z"));
    }

    [Fact]
    public async Task Fish_completes_verbs()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/fish"), "fish is not installed (apt-get install fish).");
        using var folder = new TemporaryFolder();
        var script = folder.Write("emovoidd.fish", (await Programs.Run(Binaries.Daemon, ["completion", "fish"])).Output);

        var found = await Programs.Run("/usr/bin/fish", ["--no-config", "-c", $"source {script}; complete -C 'emovoidd mo'"], environment: Environment(folder));

        Assert.Equal(("models move", ""), (Sorted(found.Output), found.Error));
    }

    [Fact]
    public async Task Zsh_completes_verbs()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh"), "zsh is not installed (apt-get install zsh).");
        using var folder = new TemporaryFolder();
        var script = folder.Write("_emovoidd", (await Programs.Run(Binaries.Daemon, ["completion", "zsh"])).Output);

        // The shell's own compadd works in its editor only, where it leaves out what does not begin so.
        var found = await Programs.Run("/usr/bin/zsh", ["-fc", $"compdef() {{ }}; compadd() {{ print -l -- $@ }}; source {script}; words=(emovoidd mo); CURRENT=2; _emovoidd"], environment: Environment(folder));

        Assert.Equal(("demo models move", ""), (NoOptions(Sorted(found.Output)), found.Error));
    }

    private static string NoOptions(string words) => string.Join(' ', words.Split(' ').Where(word => !word.StartsWith('-')));

    private static string Sorted(string lines) => string.Join(' ', lines.Split(['\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    /// <returns>What is offered, in order.</returns>
    private static async Task<string> Bash(string line)
    {
        using var folder = new TemporaryFolder();
        var script = folder.Write("emovoidd.bash", (await Programs.Run(Binaries.Daemon, ["completion", "bash"])).Output);
        // Words as the shell itself makes them, but for its splitting at colons.
        var words = line.Split(' ');
        var command = $"source {script}; COMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))}); COMP_CWORD={words.Length - 1}; COMP_LINE='{line}'; COMP_POINT={line.Length}; "
            + "_emovoidd; [ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' \"${COMPREPLY[@]}\"";
        var found = await Programs.Run("/bin/bash", ["--norc", "-c", command], environment: Environment(folder));
        Assert.Equal((0, ""), (found.ExitCode, found.Error));
        return Sorted(found.Output);
    }

    private static Dictionary<string, string> Environment(TemporaryFolder folder) => new()
    {
        ["PATH"] = $"{Binaries.DaemonFolder}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["HOME"] = folder.Path,
        ["STATE_DIRECTORY"] = folder["state"],
    };
}
