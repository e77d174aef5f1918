using System.Diagnostics;
using EmoVoid.Core.Executors.Slurm;
using EmoVoid.Core.Trainers;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Executors.Slurm;

/// <summary>The script is run by bash as a node runs it.</summary>
public sealed class BatchScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private JobFiles Files => new(_folder["slurm"], "t");

    private string Log => _folder["trainer.log"];

    [Fact]
    public void Every_option_is_in_the_script_and_nothing_of_the_daemons_environment_but_what_is_named()
    {
        var options = new SlurmOptions
        {
            Partition = "gpu", Account = "club", Qos = "low", Gres = "gpu:1", Constraint = "rtx3090|rtx4090", Cpus = 8, LeaveBefore = 90, Lines = { "--exclude=node7" }, Setup = { "module load cuda" },
        };
        var lines = Write(options, "/bin/true", new JobRequest("emovoid-a", new JobTag("d", "t", "train", "a"), "16G", "08:00:00")).Split('\n');
        Assert.Equal(
            [
                "--job-name=emovoid-a", "--comment=emovoid:d:t:train:a", "--partition=gpu", "--account=club", "--qos=low", "--gres=gpu:1", "--constraint=rtx3090|rtx4090", "--mem=16G",
                "--time=08:00:00", "--cpus-per-task=8", "--nodes=1", "--ntasks=1", "--output=/dev/null", "--chdir=/",
                "--export=HOME,PATH,USER,LANG,TZ,LD_LIBRARY_PATH,DOTNET_ROOT,EMOVOID_LIBTORCH", "--signal=B:TERM@90", "--requeue", "--exclude=node7",
            ],
            lines.Where(line => line.StartsWith("#SBATCH ", StringComparison.Ordinal)).Select(line => line["#SBATCH ".Length..]));
        Assert.True(Array.IndexOf(lines, "module load cuda") is > 0 and var setup && setup < Array.FindIndex(lines, line => line.StartsWith("program=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_begins_has_the_trainer_at_work_and_says_how_that_ended()
    {
        var trainer = Trainer("echo \"$1 $2 $CODE\" >> \"$EMOVOID_EVENTS\"; echo for people >&2; exit $CODE");
        var code = await Run(Write(new SlurmOptions(), trainer, environment: new() { ["CODE"] = "6" }));
        Assert.Equal(6, code);
        Assert.Equal($"train {Files.Plan} 6\n", File.ReadAllText(Files.Events));
        Assert.Equal("for people\n", File.ReadAllText(Log));
        var journal = JobJournal.Read(Files.Journal);
        Assert.Equal((0, "node1", 6, new FileInfo(Files.Events).Length), (journal.Restarts, journal.Node, journal.End!.ExitCode, journal.End.Bytes));
    }

    [Fact]
    public async Task A_signal_is_passed_on_and_the_trainers_own_code_is_told()
    {
        var trainer = Trainer("trap 'echo saved >> \"$EMOVOID_EVENTS\"; exit 10' TERM; touch ready; while :; do sleep 0.05; done");
        var code = await Run(Write(new SlurmOptions(), trainer), whenReady: true);
        Assert.Equal(10, code);
        var journal = JobJournal.Read(Files.Journal);
        Assert.True(journal.Told);
        Assert.Equal(new JournalEnd(10, "saved\n".Length), journal.End);
    }

    [Fact]
    public async Task A_trainer_that_is_not_there_is_told()
    {
        Assert.Equal(BatchScript.NoTrainer, await Run(Write(new SlurmOptions { Trainer = "/opt/emovoid's/trainer" }, "/bin/true")));
        Assert.Equal("the trainer /opt/emovoid's/trainer is not there", JobJournal.Read(Files.Journal).Problem);
    }

    [Fact]
    public async Task A_folder_that_the_node_does_not_see_is_told_by_the_code_alone()
    {
        var script = Write(new SlurmOptions(), "/bin/true", paths: new() { [_folder.Path] = "/nowhere" });
        Assert.Equal(BatchScript.NoFolder, await Run(script));
        Assert.False(File.Exists(Files.Journal));
    }

    [Fact]
    public async Task A_trainer_of_another_kind_says_its_events_on_standard_output()
    {
        var trainer = Trainer("echo \"heard: $1\"; exit 0");
        Assert.Equal(0, await Run(Write(new SlurmOptions(), trainer, hearsWords: false)));
        Assert.Equal("heard: train\n", File.ReadAllText(Files.Events));
        Assert.Equal("heard: train\n", File.ReadAllText(Log));
        Assert.Equal(new JournalEnd(0, "heard: train\n".Length), JobJournal.Read(Files.Journal).End);
    }

    public void Dispose() => _folder.Dispose();

    private string Trainer(string script)
    {
        var path = _folder.Write("a trainer's program", "#!/bin/bash\n" + script + "\n");
#pragma warning disable CA1416 // The daemon is a program for Linux, and so are its tests.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        return path;
    }

    private string Write(
        SlurmOptions options, string program, JobRequest? request = null, Dictionary<string, string>? environment = null, Dictionary<string, string>? paths = null, bool hearsWords = true)
    {
        Directory.CreateDirectory(Files.Folder);
        var call = new TrainerCall(program, ["train", _folder["plan.json"]], _folder.Path, environment ?? [], hearsWords);
        return new BatchScript(options, new PathMap(paths ?? [])).Write(request ?? new JobRequest("a", new JobTag("d", "t", "train", "a"), null, null), call, Files, Log);
    }

    private async Task<int> Run(string script, bool whenReady = false)
    {
        var start = new ProcessStartInfo("/bin/bash", [_folder.Write("script", script)]) { Environment = { ["SLURM_JOB_ID"] = "7", ["SLURMD_NODENAME"] = "node1" } };
        using var process = Process.Start(start)!;
        if (whenReady)
        {
            await Wait.Until(() => File.Exists(_folder["ready"]), "the trainer is ready");
            using var kill = Process.Start("/bin/kill", ["-TERM", $"{process.Id}"]);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Wait.Patience, TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
