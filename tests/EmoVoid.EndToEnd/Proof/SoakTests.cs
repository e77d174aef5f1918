using System.Globalization;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Proof;

/// <summary>
/// A long queue of runs of which many go wrong: each ends in the state it should, whatever becomes of the others, and the daemon stays as it
/// was: no more memory, no more open files, no dead children, no temporary files.
/// </summary>
public class SoakTests
{
    /// <summary>What may go wrong, and how the run should end.</summary>
    private static readonly (string Fault, string End)[] Faults =
    [
        ("ok", "completed"), ("ok", "completed"), ("ok", "completed"), ("crash", "completed"), ("crashes", "failed"), ("killed", "completed"), ("hang", "completed"),
        ("full", "completed"), ("memory", "completed"), ("bad", "failed"), ("cancel", "cancelled"), ("pause", "completed"),
    ];

    private static readonly string[] Settings =
    [
        "EmoVoid:TrainerPath=" + Repository.Path("tests", "EmoVoid.EndToEnd", "Proof", "stand-in-trainer.sh"),
        "EmoVoid:RetryDelay=00:00:00.050", "EmoVoid:HangTimeout=00:00:02", "EmoVoid:StopTimeout=00:00:10", "EmoVoid:Inbox:SettleSeconds=0.2",
        "Logging:LogLevel:Default=Warning",
    ];

    private readonly Random _chance = new(ProofSize.Seed);
    private readonly HashSet<string> _asked = [];
    private int _restarts;

    [Fact]
    public async Task Every_run_of_a_long_queue_ends_as_it_should_and_the_daemon_stays_as_it_was()
    {
        var runs = ProofSize.Of(small: 36, full: 500);
        using var state = new TemporaryFolder();
        var expected = Enumerable.Range(0, runs).Select(number => Faults[_chance.Next(Faults.Length)] is var (fault, end) ? (Name: $"{number:000}-{fault}", End: end) : default)
            .ToDictionary(run => run.Name, run => run.End);
        var daemon = await DaemonRunner.Start(state.Path, Settings);
        try
        {
            foreach (var name in expected.Keys)
                Pictures.WriteDataset(daemon.Path("inbox", name), 1, "[train]\nsteps = 10\nsave_every = 10\nresolution = 64\n[sample]\ncount = 0\n");
            // All restarts in the first half: in the second the same daemon is watched.
            var restartsAt = new Queue<int>(Enumerable.Range(1, ProofSize.Of(2, 10)).Select(part => part * runs / 2 / (ProofSize.Of(2, 10) + 1)));
            var watch = new MemoryWatch(runs);
            int? handles = null;
            while (true)
            {
                var now = await Runs(daemon);
                await Ask(daemon, now);
                var over = now.Count(run => run.Value is "completed" or "failed" or "cancelled");
                if (over == runs)
                    break;
                if (restartsAt.TryPeek(out var at) && over >= at)
                {
                    restartsAt.Dequeue();
                    daemon = await Restart(daemon, state.Path);
                }

                watch.Look(over, Processes.OwnMemoryOf(daemon.Process.Id));
                if (over >= runs * 3 / 4)
                    handles ??= Processes.HandlesOf(daemon.Process.Id);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }

            var ended = await Runs(daemon);
            Assert.Equal(expected.OrderBy(run => run.Key), ended.OrderBy(run => run.Key));
            Assert.Equal(0, Processes.ZombiesOf(daemon.Process.Id));
            Assert.Empty(Processes.ChildrenOf(daemon.Process.Id));
            Assert.Empty(Directory.EnumerateFiles(state.Path, "*.part", SearchOption.AllDirectories));
            NothingOfTheOwnersIsLost(state, expected);
            var growth = watch.Growth;
            var moreHandles = Processes.HandlesOf(daemon.Process.Id) - handles!.Value;
            // In the short form the last third is a second or two: a single collection decides.
            Assert.True(ProofSize.Of(small: 0, full: 1) == 0 || growth <= 0.05, $"the daemon's own memory grew by {growth:P1}");
            Assert.True(moreHandles <= 10, $"{moreHandles} more open files: {string.Join(", ", Processes.FilesOf(daemon.Process.Id).GroupBy(file => file).Select(file => $"{file.Count()} {file.Key}"))}");
            ProofSize.Say("a long queue with faults", string.Create(CultureInfo.InvariantCulture,
                $"{runs} runs, all as they should; {_restarts} restarts; own memory {growth:+0.0%;-0.0%} and {moreHandles:+0;-0;0} handles at the end; no zombie, no temporary file"));
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }

    /// <returns>The state of each run by the name of its folder.</returns>
    private static async Task<Dictionary<string, string>> Runs(DaemonRunner daemon)
    {
        var page = await daemon.Http.GetJson("/api/v1/runs?limit=500");
        return page["items"]!.AsArray().ToDictionary(run => run!.Text("folder")!, run => run!.Text("state")!);
    }

    /// <summary>What people do: some runs are cancelled, some paused and resumed.</summary>
    private async Task Ask(DaemonRunner daemon, Dictionary<string, string> now)
    {
        foreach (var (folder, state) in now)
        {
            if (folder.EndsWith("-cancel", StringComparison.Ordinal) && (state == "training" || (state == "queued" && _chance.Next(50) == 0)) && _asked.Add(folder))
                await Verb(daemon, folder, "cancel");
            if (folder.EndsWith("-pause", StringComparison.Ordinal) && state == "training" && _asked.Add(folder))
                await Verb(daemon, folder, "pause");
            if (folder.EndsWith("-pause", StringComparison.Ordinal) && state == "paused")
                await Verb(daemon, folder, "resume");
        }
    }

    // A run may go on between the look and the verb: 409 says so, and the next look sees where it is.
    private async Task Verb(DaemonRunner daemon, string run, string verb)
    {
        using var answer = await daemon.Http.PostAsync($"/api/v1/runs/{run}/{verb}", null);
        if ((int)answer.StatusCode == 409)
            _asked.Remove(run);
        else
            Assert.True(answer.IsSuccessStatusCode, $"{verb} {run}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task<DaemonRunner> Restart(DaemonRunner daemon, string state)
    {
        if (_restarts++ % 2 == 0)
            await daemon.Terminate();
        else
            _ = Processes.Send(daemon.Process.Id, Processes.SIGKILL);
        await daemon.Process.WaitForExitAsync();
        await daemon.DisposeAsync();
        return await DaemonRunner.Start(state, Settings);
    }

    private static void NothingOfTheOwnersIsLost(TemporaryFolder state, Dictionary<string, string> expected)
    {
        foreach (var (name, end) in expected)
        {
            var place = end switch { "completed" => Path.Combine("output", name, "dataset"), "failed" => Path.Combine("failed", name), _ => Path.Combine("returned", name) };
            Assert.True(File.Exists(Path.Combine(state.Path, place, "00.png")), $"{place} has no 00.png");
        }

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(state.Path, "inbox")));
    }
}
