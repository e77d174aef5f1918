using EmoVoid.Core.Executors.Slurm;
using EmoVoid.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoVoid.Core.Tests.Executors.Slurm;

/// <summary>Slurm's programs are shell scripts here that say what the real ones were heard to say.</summary>
public sealed class SlurmClusterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SlurmCluster _cluster;

    public SlurmClusterTests() => _cluster = new SlurmCluster(
        new SlurmPrograms(_folder.Path, config: null, TimeProvider.System), TimeSpan.FromHours(1), TimeProvider.System, NullLogger<SlurmCluster>.Instance);

    private int Calls => File.Exists(_folder["calls"]) ? File.ReadAllLines(_folder["calls"]).Length : 0;

    [Fact]
    public async Task Many_who_want_to_know_cause_one_look_beside_the_one_that_had_begun()
    {
        Program("squeue", "echo call >> \"$(dirname \"$0\")/calls\"; sleep 0.2; echo '1|RUNNING|None|node1|(null)'");
        var looks = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _cluster.Look(TestContext.Current.CancellationToken)));
        Assert.All(looks, look => Assert.Equal("RUNNING", look!.Jobs["1"].State));
        Assert.InRange(Calls, 1, 2);
    }

    [Fact]
    public async Task A_silent_controller_is_told_and_the_last_look_stands()
    {
        Program("squeue", "echo '1|RUNNING|None|node1|(null)'");
        await Look();
        Program("squeue", "echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1");
        Assert.Null(await Look());
        Assert.Equal("squeue: Unable to contact slurm controller (connect failure).", _cluster.Problem);
        Assert.Single(_cluster.Last!.Jobs);
        Program("squeue", "true");
        Assert.Empty((await Look())!.Jobs);
        Assert.Null(_cluster.Problem);
    }

    [Fact]
    public async Task Programs_that_are_not_there_are_told_with_the_way_out()
    {
        Assert.Null(await Look());
        Assert.StartsWith("squeue cannot be started (", _cluster.Problem);
        Assert.EndsWith("Install Slurm's programs on this machine (Debian: slurm-client), or set EmoVoid:Executors:N:Programs to their folder.", _cluster.Problem);
    }

    [Theory]
    [InlineData("echo 42", "42")]
    [InlineData("echo '42;home'", "42")]
    [InlineData("echo 'sbatch: a word of the cluster'; echo 42", "42")]
    public async Task The_number_of_a_job_is_read(string script, string number)
    {
        Program("sbatch", script);
        Assert.Equal(number, await _cluster.Programs.Submit("a.sh", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified", true, "sbatch: Batch job submission failed: Invalid account or account/partition combination specified.")]
    [InlineData("sbatch: error: Memory specification can not be satisfied\nsbatch: error: Batch job submission failed: Requested node configuration is not available", true, "sbatch: Memory specification can not be satisfied. Batch job submission failed: Requested node configuration is not available.")]
    [InlineData("sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)", false, "sbatch: Batch job submission failed: Unable to contact slurm controller (connect failure).")]
    [InlineData("sbatch: error: Batch job submission failed: Socket timed out on send/recv operation", false, "sbatch: Batch job submission failed: Socket timed out on send/recv operation.")]
    public async Task A_refusal_is_no_silence(string said, bool isRefusal, string message)
    {
        Program("sbatch", $"echo '{said}' >&2; exit 1");
        var error = await Assert.ThrowsAsync<SlurmException>(() => _cluster.Programs.Submit("a.sh", TestContext.Current.CancellationToken));
        Assert.Equal((isRefusal, message), (error.IsRefusal, error.Message));
    }

    [Fact]
    public async Task Options_of_whoever_started_the_daemon_are_not_the_jobs()
    {
        Environment.SetEnvironmentVariable("SBATCH_PARTITION", "somebody-elses");
        Program("sbatch", "[ -z \"$SBATCH_PARTITION\" ] && echo 42");
        Assert.Equal("42", await _cluster.Programs.Submit("a.sh", TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("SBATCH_PARTITION", null);
        _cluster.Dispose();
        _folder.Dispose();
    }

    private Task<JobsLook?> Look() => _cluster.Look(TestContext.Current.CancellationToken);

    // Put in its place whole: a program that is being written cannot be started.
    private void Program(string name, string script)
    {
        var path = _folder.Write(name + ".new", "#!/bin/bash\n" + script + "\n");
#pragma warning disable CA1416 // The daemon is a program for Linux, and so are its tests.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        File.Move(path, _folder[name], overwrite: true);
    }
}
