using Dapper;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Groups;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.Runs;
using Microsoft.Extensions.Time.Testing;

namespace EmoVoid.Core.Tests.Inbox;

/// <summary>A folder with a <c>[sweep]</c> on its way into the daemon.</summary>
public sealed class SweepIntakeTests : IDisposable
{
    private const string TwoByTwo = "[sample]\ncount = 1\n[sweep]\nrank = [4, 8]\nseed = [1, 2]\n";

    private static readonly string[] Ids = ["zenigata-rank4-seed1", "zenigata-rank4-seed2", "zenigata-rank8-seed1", "zenigata-rank8-seed2"];

    private readonly FakeTimeProvider _clock = new();
    private readonly TestInbox _test;

    public SweepIntakeTests() => _test = new TestInbox(_clock);

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task It_becomes_one_group_of_runs_that_read_one_data_set()
    {
        var dropped = TestInbox.Content(_test.PutDataset("zenigata", sidecar: TwoByTwo));
        await Settle();

        var group = _test.Groups.Get("zenigata");
        Assert.Equal(["4", "8"], group.Values["rank"]);
        Assert.Equal(("zenigata", "zenigata", null), (group.Name, group.Folder, group.EndedAt));
        var members = _test.Groups.Members("zenigata");
        Assert.Equal(Ids, members.Select(run => run.Id));
        Assert.Equal("zenigata (rank 8, seed 1)", members[2].Name);
        Assert.All(members, run => Assert.Equal((RunState.Queued, "zenigata", "zenigata"), (run.State, run.GroupId, run.Folder)));
        Assert.Equal([(4, 1L), (4, 2), (8, 1), (8, 2)], members.Select(run => (run.Settings.Rank, run.Settings.Seed)));
        Assert.Equal(new Dictionary<string, string> { ["rank"] = "8", ["seed"] = "2" }, members[3].Swept);

        Assert.Equal(dropped, TestInbox.Content(_test.State.DatasetOf("zenigata")));
        Assert.Empty(Directory.GetFileSystemEntries(_test.State.Inbox));
        foreach (var run in members)
        {
            Assert.Equal(["plan.json"], Directory.GetFileSystemEntries(_test.State.WorkOf(run.Id)).Select(Path.GetFileName));
            var plan = RunPlan.Read(_test.State.PlanOf(run.Id));
            Assert.Equal((run.Id, run.Settings, _test.State.DatasetOf("zenigata"), _test.State.CheckpointsOf(run.Id)), (plan.Run, plan.Train, plan.Dataset.Folder, plan.CheckpointFolder));
            Assert.Equal(1, plan.Sample!.Seed); // all sheets from the same noise
        }
    }

    [Fact]
    public async Task Ids_are_free_readable_and_never_too_long()
    {
        _test.PutDataset("zenigata");
        await Settle();
        _test.PutDataset("zenigata", sidecar: "[sweep]\nstop_loss = [0.02, 0.04]");
        await Settle();
        Assert.Equal(["zenigata-2-stop0-02", "zenigata-2-stop0-04"], _test.Groups.Members("zenigata-2").Select(run => run.Id));

        var name = string.Concat(Enumerable.Repeat("𠀀", 48));
        _test.PutDataset("long", sidecar: $"name = \"{name}\"\n[sweep]\nseed = [1, 2]");
        await Settle();
        Assert.Equal([$"{name}-1", $"{name}-2"], _test.Groups.Members(name).Select(run => run.Id));

        // The next folder of that name finds the group's id taken, also when nothing of it lies on the disk any more.
        Directory.Delete(_test.State.WorkOf("zenigata-2"), recursive: true);
        _test.PutDataset("zenigata");
        await Settle();
        Assert.Equal(["zenigata-3", "zenigata"], _test.Runs.List().Where(run => run.GroupId is null).Select(run => run.Id));
    }

    [Fact]
    public async Task A_daemon_that_dies_before_the_group_is_one_gives_the_folder_back_whole()
    {
        var dropped = TestInbox.Content(_test.PutDataset("zenigata", sidecar: TwoByTwo));
        await Settle();
        // As the kill leaves it: all is claimed, nothing is committed.
        using (var connection = new Database(_test.State.Database).Open())
            connection.Execute("delete from runs; delete from groups");

        _test.Intake.ReturnOrphans();

        Assert.Equal(dropped, TestInbox.Content(Path.Combine(_test.State.Inbox, "zenigata")));
        Assert.Empty(Directory.GetFileSystemEntries(_test.State.Work));
        await Settle();
        Assert.Equal(Ids, _test.Groups.Members("zenigata").Select(run => run.Id));
        _test.Intake.ReturnOrphans();
        Assert.True(Directory.Exists(_test.State.DatasetOf("zenigata")));
    }

    [Fact]
    public async Task A_daemon_that_dies_before_the_folder_is_moved_leaves_it_where_it_is()
    {
        _test.PutDataset("zenigata", sidecar: TwoByTwo);
        foreach (var id in Ids.Take(2))
            TestState.Plan(_test.State, Directory.CreateDirectory(_test.State.WorkOf(id)).Name).Write(_test.State.PlanOf(id));
        _test.Intake.ReturnOrphans();
        Assert.Empty(Directory.GetFileSystemEntries(_test.State.Work));
        await Settle();
        Assert.Equal(Ids, _test.Groups.Members("zenigata").Select(run => run.Id));
    }

    [Fact]
    public void What_a_claim_throws_leaves_neither_group_nor_run()
    {
        Assert.Throws<IOException>(() => _test.Groups.Create(
            new NewGroup("a", "a", [TestState.NewRun("a") with { Swept = new Dictionary<string, string> { ["seed"] = "1" } }]), (_, _) => throw new IOException("gone")));
        Assert.Null(_test.Groups.Find("a"));
        Assert.Empty(_test.Runs.List());
    }

    [Fact]
    public async Task What_is_said_of_some_runs_names_them()
    {
        _test.PutDataset("zenigata", sidecar: "train.fit = \"native\"\nsweep.batch_size = [1, 2]\nsweep.seed = [1, 2, 3, 4]");
        var report = await _test.CheckAsync("zenigata");
        Assert.Contains(report.Notes, note => note.EndsWith(" averages over several. (batch_size 2, seed 1; batch_size 2, seed 2; batch_size 2, seed 3; and 1 more)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_that_come_to_the_same_are_a_problem()
    {
        _test.PutDataset("zenigata", sidecar: "sweep.resolution = [512, 513]");
        var report = await _test.CheckAsync("zenigata");
        Assert.Equal("emovoid.toml: [sweep] has runs that come to the same settings, so they would be the same training: resolution 512; resolution 513. Take one of the values out.", Assert.Single(report.Problems));
    }

    [Fact]
    public async Task What_is_said_of_all_runs_is_said_once_and_a_note_goes_to_the_runs_that_it_is_about()
    {
        _test.PutDataset("zenigata", sidecar: "train.alpha = 32\nsweep.rank = [4, 64]");
        await Settle();
        var (narrow, wide) = (_test.Runs.Notes("zenigata-rank4"), _test.Runs.Notes("zenigata-rank64"));
        Assert.DoesNotContain(narrow, note => note.Contains("alpha", StringComparison.Ordinal));
        Assert.Contains(wide, note => note.Contains("alpha", StringComparison.Ordinal) && !note.Contains("rank 64)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_sweep_goes_to_failed_as_it_came()
    {
        var dropped = TestInbox.Content(_test.PutDataset("zenigata", sidecar: "sweep.rank = [0]\nsweep.seed = []"));
        await Settle();
        Assert.Equal(dropped, TestInbox.Content(Path.Combine(_test.State.Failed, "zenigata")));
        var reasons = await File.ReadAllTextAsync(Path.Combine(_test.State.Failed, "zenigata.reasons.txt"), TestContext.Current.CancellationToken);
        Assert.Contains("sweep.rank has 0", reasons, StringComparison.Ordinal);
        Assert.Contains("sweep.seed is an empty list", reasons, StringComparison.Ordinal);
    }

    private async Task Settle()
    {
        _test.Tracker.Scan();
        _clock.Advance(TimeSpan.FromSeconds(6));
        await _test.TakeAsync();
    }
}
