using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Documents;

/// <summary>A person's terminal: a home with pictures, <c>emovoidd</c> in the path, and a daemon whose state folder is <c>~/emovoid</c>.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private const int TimedOut = 124;

    /// <summary>Trains for longer than the commands take, and has saved what they fetch.</summary>
    private const string Sidecar = "[train]\nsteps = 100000\nsave_every = 20\nresolution = 64\n[sample]\nprompts = [\"zenigata, smiling\"]\nsteps = 1\n[validation]\nshare = 0\n";

    private const int SavedStep = 60;

    private readonly TemporaryFolder _home;
    private readonly DaemonRunner _daemon;

    private Terminal(TemporaryFolder home, DaemonRunner daemon) => (_home, _daemon) = (home, daemon);

    public string Folder => _home.Path;

    private string Address => _daemon.Http.BaseAddress!.Authority;

    public static async Task<Terminal> Open()
    {
        var home = new TemporaryFolder();
        Pictures.WriteDataset(home["my-pictures"], 3, Sidecar);
        Directory.CreateDirectory(home["bin"]);
        File.CreateSymbolicLink(home["bin", "emovoidd"], Binaries.Daemon);
        var terminal = new Terminal(home, await DaemonRunner.Start(home["emovoid"]));
        home.Write("emovoid/emovoid.json", $$"""{ "Urls": "http://{{terminal.Address}}" }""");
        return terminal;
    }

    /// <summary>Runs a command in the home; the daemon's documented address is where this one listens.</summary>
    public async Task Type(string command, bool isEndless)
    {
        var here = command.Replace("localhost:8787", Address, StringComparison.Ordinal);
        // An answer that is a refusal fails the command, as it would a person.
        var script = $"cd ~ && set -e -o pipefail\ncurl() {{ command curl --fail-with-body \"$@\"; }}\n{(isEndless ? "timeout 2 " : "")}{here}\n";
        var done = await Programs.Run("/bin/bash", ["-c", script], environment: new()
        {
            ["HOME"] = Folder,
            ["STATE_DIRECTORY"] = _home["emovoid"],
            ["PATH"] = _home["bin"] + ":" + Environment.GetEnvironmentVariable("PATH"),
        });
        Assert.True(done.ExitCode == (isEndless ? TimedOut : 0), $"$ {command}\nexit code {done.ExitCode}\n{done.Output}\n{done.Error}\n{_daemon.Log}");
        await Settle(command);
    }

    public Task EndTheDaemon() => _daemon.Terminate();

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _home.Dispose();
    }

    // People read the answer before they type the next command.
    private async Task Settle(string command)
    {
        if (command.StartsWith("cp ", StringComparison.Ordinal))
            await Wait.Until(async () => await Exists() && (int?)(await Run())["progress"]!["step"] > SavedStep, () => _daemon.Log);
        else if (command.StartsWith("emovoidd ", StringComparison.Ordinal) && command.EndsWith(" zenigata", StringComparison.Ordinal))
            await Wait.Until(async () => (await Run())["wish"] is null, () => _daemon.Log);
    }

    private async Task<bool> Exists() => (await _daemon.Http.GetJson("/api/v1/runs"))["items"]!.AsArray().Count > 0;

    private Task<System.Text.Json.Nodes.JsonNode> Run() => _daemon.Http.GetJson("/api/v1/runs/zenigata");
}
