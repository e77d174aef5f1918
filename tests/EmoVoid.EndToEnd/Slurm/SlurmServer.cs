using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Slurm;

/// <summary>A real Slurm on this machine: a controller and two nodes, by tests/slurm/slurm-server. One for a class of tests; several do not see each other.</summary>
public sealed class SlurmServer : IAsyncLifetime
{
    private static readonly string Script = Repository.Path("tests", "slurm", "slurm-server");

    private readonly TemporaryFolder _folder = new();
    private bool _runs;

    /// <summary>Why there is none; null when there is one.</summary>
    private static string? Missing => Environment.UserName != "root" ? "slurmd wants to be started by root"
        : new[] { "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged", "/usr/bin/sbatch", "/usr/bin/pgrep" }.FirstOrDefault(program => !File.Exists(program)) is { } program
            ? $"{program} is not installed (apt-get install slurm-wlm munge procps)"
            : null;

    private string Config => _folder["slurm.conf"];

    public async ValueTask InitializeAsync()
    {
        if (Missing is null)
            await Do("start");
        _runs = Missing is null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_runs)
            await Do("stop");
        _folder.Dispose();
    }

    /// <summary>Settings of a daemon whose only executor this is.</summary>
    /// <param name="more">Of the executor, as <c>Partition=short</c>.</param>
    internal string[] Settings(params string[] more)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return
        [
            "EmoVoid:Executors:0:Name=slurm", $"EmoVoid:Executors:0:Config={Config}", "EmoVoid:Executors:0:PollSeconds=1", "EmoVoid:RetryDelay=00:00:00.100", "EmoVoid:LookEvery=00:00:01",
            .. more.Select(setting => "EmoVoid:Executors:0:" + setting),
        ];
    }

    internal string[] SettingsWithStandIn(params string[] more) => [.. Settings(more), $"EmoVoid:TrainerPath={Repository.Path("tests", "EmoVoid.EndToEnd", "Slurm", "stand-in-trainer.sh")}"];

    /// <summary>A verb of the script.</summary>
    internal async Task Do(string verb, string? node = null)
    {
        // What it starts keeps the pipes of its output, so that their end would never come.
        var done = await Programs.Run("/bin/bash", ["-c", $"'{Script}' {verb} '{_folder.Path}' {node} > '{_folder["said"]}' 2>&1 < /dev/null"]);
        Assert.True(done.ExitCode == 0, $"slurm-server {verb}: {await File.ReadAllTextAsync(_folder["said"])}");
    }

    /// <summary>One of Slurm's programs, as a person calls it.</summary>
    internal async Task<string> Call(string program, params string[] arguments)
    {
        var said = await Programs.Run(program, arguments, environment: new() { ["SLURM_CONF"] = Config });
        Assert.True(said.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {said.Error}");
        return said.Output;
    }

    /// <summary>The jobs of a run that Slurm remembers, the ended ones too, as <c>NUMBER STATE</c>.</summary>
    internal async Task<string[]> Jobs(string run) =>
        (await Call("squeue", "--noheader", "--states=all", $"--name=emovoid-{run}", "--format=%i %T")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Waits until a run has a job in this state, and gives its number.</summary>
    internal async Task<string> JobIn(string state, string run, Func<string> log)
    {
        string? found = null;
        await Wait.Until(async () => (found = (await Jobs(run)).FirstOrDefault(job => job.EndsWith(" " + state, StringComparison.Ordinal))) is not null, log);
        return found!.Split(' ')[0];
    }
}
