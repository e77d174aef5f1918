using System.Text.Json.Nodes;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Groups;
using EmoVoid.Core.Notifications;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using EmoVoid.Core.Tests.Scheduling;

namespace EmoVoid.Core.Tests.Groups;

/// <summary>What becomes of a group and its one data set when its runs are over, and of its runs when somebody asks.</summary>
public sealed class GroupEndingTests : IDisposable
{
    private readonly ScriptedTrainer _trainer = new();

    private TestState State => _trainer.State;

    private GroupCommands Commands => new(State.Groups, _trainer.Commands, new RecycleBin(State.Folder, new ReturnedFolders(State.Folder), State.Clock));

    public void Dispose() => _trainer.Dispose();

    [Fact]
    public async Task The_last_completed_run_brings_the_report_and_the_data_set_to_the_output()
    {
        var runs = Queue();
        await Complete(runs[0], loss: 0.05);
        End();
        Assert.Null(State.Groups.Get("a").EndedAt);
        Assert.False(Directory.Exists(State.Folder.OutputOf("a")));

        await Complete(runs[1], loss: 0.06);
        End();

        var group = State.Groups.Get("a");
        Assert.Equal((State.Clock.GetUtcNow(), Path.Combine(State.Folder.OutputOf("a"), "dataset")), (group.EndedAt!.Value, group.ReturnedTo));
        Assert.Equal(["dataset", "plot.png", "report.json", "report.md"], Names(State.Folder.OutputOf("a")));
        Assert.Equal("a picture", File.ReadAllText(Path.Combine(group.ReturnedTo!, "a.png")));
        Assert.Empty(Names(State.Folder.Work));
        var report = JsonNode.Parse(File.ReadAllText(Path.Combine(State.Folder.OutputOf("a"), "report.json")))!;
        Assert.Equal("a-seed1", (string?)report["choices"]![0]!["run"]);
        Assert.Equal(["completed", "completed"], report["members"]!.AsArray().Select(member => (string?)member!["state"]));
        Assert.Equal("plot.png", (string?)report["plot"]);

        // Each run has a receipt that finds the data set where it is now.
        var receipt = Receipts.RunReceipt.Read(Path.Combine(State.Folder.OutputOf("a-seed1"), "receipt.json"));
        Assert.Equal(("a", "a.png"), (receipt.Group, Assert.Single(receipt.Files).Path));
        Assert.Equal(group.ReturnedTo, receipt.DatasetBeside(Path.Combine(State.Folder.OutputOf("a-seed1"), "receipt.json")));
    }

    [Fact]
    public async Task The_end_is_told_once_of_the_run_to_look_at_first()
    {
        var runs = Queue();
        await Complete(runs[0], loss: 0.05);
        await Complete(runs[1], loss: 0.06);
        End();
        End();
        var told = Assert.Single(State.Events.After(0), row => row.Kind == RunEventRows.Group);
        Assert.Equal("a-seed1", told.RunId);
        Assert.StartsWith("Take step 2 of a-seed1. The light was never on in any of them. The runs differ in their seed alone", told.Message, StringComparison.Ordinal);

        var notice = new RunNotices(State.Runs, State.Folder, State.Clock).Of(told, () => false)!;
        Assert.Equal((NoticeKind.GroupEnded, "All 2 runs of a are over", told.Message), (notice.Event, notice.Title, notice.Message));
        Assert.Equal(("a", 2, Path.Combine(State.Folder.OutputOf("a"), RunOutput.Report)), (notice.Group!.Id, notice.Group.Step!.Value, notice.Group.Report));
        Assert.Equal(2, notice.Group.States["completed"]);
        Assert.Equal(Path.Combine(State.Folder.OutputOf("a-seed1"), RunOutput.Recommended), notice.RecommendedFile);
        Assert.Contains("\"group\":{\"id\":\"a\",\"step\":2,", notice.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_failed_beside_a_completed_one_is_in_the_report()
    {
        var runs = Queue();
        await Complete(runs[0], loss: 0.05);
        _trainer.Ending.Fail(Start(runs[1]), "The model's file is damaged.");
        End();
        var text = await File.ReadAllTextAsync(Path.Combine(State.Folder.OutputOf("a"), "report.md"), TestContext.Current.CancellationToken);
        Assert.Equal(
            """
            # a: 2 runs

            Swept: seed 1, 2.

            **Take step 2 of a-seed1**: `../a-seed1/recommended.safetensors`.

            a-seed1 is the only one that was completed with this stop loss, so there is nothing to compare it with.

            ![average loss of every run](plot.png)

            ## Runs

            | run | seed | state | steps | candidate | light on it | lit nearby | average loss | confidence | time in steps | energy |
            |---|---|---|---|---|---|---|---|---|---|---|
            | **a-seed1** | 1 | completed | 2/1200 | 2 | 0 | 0 (0 %) | 0.05 | low (0.00) | 00:00:01 | unknown |
            | a-seed2 | 2 | failed | 0/1200 | – | – | – | – | – | – | unknown |

            ## Notes

            - a-seed2: The model's file is damaged.

            """, text);
        Assert.Equal(State.Groups.Get("a").ReturnedTo, State.Runs.Get("a-seed2").ReturnedTo);
        Assert.Null(State.Runs.Get("a-seed1").ReturnedTo);
    }

    [Fact]
    public void Where_none_was_completed_the_folder_is_given_back_with_every_reason()
    {
        var runs = Queue();
        _trainer.Ending.Fail(Start(runs[0]), "The model's file is damaged.");
        _trainer.Commands.Cancel(runs[1]);
        End();
        Assert.Equal(["a.png"], Names(Path.Combine(State.Folder.Failed, "a")));
        Assert.Contains("- a-seed1: The model's file is damaged.", File.ReadAllText(Path.Combine(State.Folder.Failed, "a.reasons.txt")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(State.Folder.OutputOf("a")));
        Assert.Equal("No run was completed, so there is nothing to take.", Assert.Single(State.Events.After(0), row => row.Kind == RunEventRows.Group).Message);
    }

    [Fact]
    public void A_group_is_paused_resumed_and_cancelled_as_a_whole()
    {
        Queue();
        Commands.Pause("a");
        Assert.Equal([RunState.Paused, RunState.Paused], States());
        Commands.Resume("a");
        Assert.Equal([RunState.Queued, RunState.Queued], States());
        Commands.Cancel("a");
        Assert.Equal([RunState.Cancelled, RunState.Cancelled], States());
        End();
        Assert.Equal(["a.png"], Names(Path.Combine(State.Folder.Returned, "a")));
        Assert.Equal(Path.Combine(State.Folder.Returned, "a"), State.Groups.Get("a").ReturnedTo);

        Assert.Equal("a", Commands.Cancel("a").Id);
        Assert.Equal("Group 'a' is over; there is no run left to pause.", Assert.Throws<GroupConflictException>(() => Commands.Pause("a")).Message);
        Assert.Throws<GroupNotFoundException>(() => Commands.Pause("b"));

        IEnumerable<RunState> States() => State.Groups.Members("a").Select(run => run.State);
    }

    [Fact]
    public async Task A_run_at_work_takes_the_wish_and_leaves_the_group_open()
    {
        var runs = Queue();
        Start(runs[0]);
        Commands.Cancel("a");
        Assert.Equal((RunWish.Cancel, RunState.Cancelled), (State.Runs.Get(runs[0]).Wish, State.Runs.Get(runs[1]).State));
        End();
        Assert.True(Directory.Exists(State.Folder.DatasetOf("a")));
        await _trainer.Recovery.StartAsync(TestContext.Current.CancellationToken); // the daemon died before the trainer left
        End();
        Assert.Equal(RunState.Cancelled, State.Runs.Get(runs[0]).State);
        Assert.True(Directory.Exists(Path.Combine(State.Folder.Returned, "a")));
    }

    [Fact]
    public async Task A_run_that_is_tried_again_opens_the_group_and_the_report_is_written_anew()
    {
        var runs = Queue();
        await Complete(runs[0], loss: 0.05);
        _trainer.Commands.Cancel(runs[1]);
        End();
        var output = Path.Combine(State.Folder.OutputOf("a"), "dataset");
        Assert.True(Directory.Exists(output));

        Assert.Equal(RunState.Queued, _trainer.Commands.Retry(runs[1]).State);
        Assert.Null(State.Groups.Get("a").EndedAt);
        Assert.False(Directory.Exists(output));
        Assert.True(File.Exists(Path.Combine(State.Folder.DatasetOf("a"), "a.png")));

        await Complete(runs[1], loss: 0.04);
        End();
        Assert.True(File.Exists(Path.Combine(output, "a.png")));
        Assert.Contains("of a-seed2", await File.ReadAllTextAsync(Path.Combine(State.Folder.OutputOf("a"), "report.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(2, State.Events.After(0).Count(row => row.Kind == RunEventRows.Group));
    }

    [Fact]
    public void A_run_cannot_be_tried_again_when_the_folder_is_gone_and_then_nothing_changes()
    {
        var runs = Queue();
        Commands.Cancel("a");
        End();
        Directory.Delete(Path.Combine(State.Folder.Returned, "a"), recursive: true);
        var refused = Assert.Throws<RunConflictException>(() => _trainer.Commands.Retry(runs[0]));
        Assert.Contains("the folder of its group is no longer at", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(State.Groups.Get("a").EndedAt);
    }

    [Theory]
    [InlineData("result begun"), InlineData("data set moved"), InlineData("in the output")]
    public async Task An_end_that_was_cut_anywhere_is_completed_and_loses_nothing(string cut)
    {
        var runs = Queue();
        await Complete(runs[0], loss: 0.05);
        await Complete(runs[1], loss: 0.06);
        var result = Path.Combine(State.Folder.WorkOf("a"), "result");
        Directory.CreateDirectory(result);
        File.WriteAllText(Path.Combine(result, "report.md"), "half");
        if (cut != "result begun")
            Directory.Move(State.Folder.DatasetOf("a"), Path.Combine(result, "dataset"));
        if (cut == "in the output")
            Directory.Move(result, State.Folder.OutputOf("a"));
        End();
        Assert.Equal(["dataset", "plot.png", "report.json", "report.md"], Names(State.Folder.OutputOf("a")));
        Assert.Equal(["a.png"], Names(Path.Combine(State.Folder.OutputOf("a"), "dataset")));
        Assert.StartsWith("# a: 2 runs", await File.ReadAllTextAsync(Path.Combine(State.Folder.OutputOf("a"), "report.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Names(State.Folder.Work));
    }

    [Fact]
    public async Task A_group_that_is_over_is_deleted_with_its_runs_and_the_folder_is_given_back()
    {
        var runs = Queue();
        await Complete(runs[0], loss: 0.05);
        Assert.Equal("Group 'a' is not over; cancel it before it is deleted.", Assert.Throws<GroupConflictException>(() => Commands.Delete("a")).Message);
        _trainer.Commands.Cancel(runs[1]);
        End();
        Commands.Delete("a");
        Assert.Null(State.Groups.Find("a"));
        Assert.Empty(State.Runs.List());
        Assert.Equal(["a.png"], Names(Path.Combine(State.Folder.Returned, "a")));
        Assert.Empty(Names(State.Folder.Output));
    }

    [Fact]
    public void A_group_whose_runs_were_all_deleted_gives_its_folder_back()
    {
        var runs = Queue();
        Commands.Cancel("a");
        foreach (var run in runs)
            _trainer.Commands.Delete(run);
        End();
        Assert.Equal(["a.png"], Names(Path.Combine(State.Folder.Returned, "a")));
        Assert.NotNull(State.Groups.Get("a").EndedAt);
    }

    [Fact]
    public void Runs_are_found_by_their_group()
    {
        Queue();
        State.Runs.Create(TestState.NewRun("b"));
        var search = new RunSearch(State.Database);
        Assert.Equal(["a-seed2", "a-seed1"], search.List(new RunFilter { Group = "a" }).Select(run => run.Id));
        Assert.Equal((2, 0), (search.Count(new RunFilter { Group = "a" }), search.Count(new RunFilter { Group = "b" })));
        Assert.Equal(("a", 1), (Assert.Single(State.Groups.List()).Id, State.Groups.Count()));
        Assert.Equal((RunState.Queued, 2), Assert.Single(State.Groups.States(["a"])["a"]));
    }

    /// <summary>What the daemon does whenever a run is over.</summary>
    private void End()
    {
        foreach (var group in State.Groups.Ending())
            _trainer.GroupEnding.EndIfOver(group.Id);
    }

    private IReadOnlyList<string> Queue()
    {
        NewRun Member(long seed) => TestState.NewRun("a") with
        {
            Settings = TestState.Settings with { Seed = seed }, Swept = new Dictionary<string, string> { ["seed"] = $"{seed}" },
        };
        State.Groups.Create(new NewGroup("a", "a", [Member(1), Member(2)]), (group, runs) =>
        {
            Directory.CreateDirectory(State.Folder.DatasetOf(group));
            File.WriteAllText(Path.Combine(State.Folder.DatasetOf(group), "a.png"), "a picture");
            foreach (var run in runs)
            {
                Directory.CreateDirectory(State.Folder.WorkOf(run));
                (TestState.Plan(State.Folder, run) with { Dataset = new DatasetPlan(State.Folder.DatasetOf(group), []) }).Write(State.Folder.PlanOf(run));
            }
        });
        return [.. State.Groups.Members("a").Select(run => run.Id)];
    }

    private string Start(string run) => State.Runs.Move(run, RunTransition.Start).Id;

    private Task Complete(string run, double loss) => _trainer.Follow(
        State.Runs.Get(run),
        string.Join('\n', Step(1, loss), Step(2, loss), "mkdir -p checkpoints && echo lora > checkpoints/two.safetensors",
            ScriptedTrainer.Say(new CheckpointSaved(2, "two.safetensors", 5, "00", CheckpointReason.Interval)), ScriptedTrainer.Say(new Finished(2, Stopped: false))));

    private static string Step(int step, double loss) => ScriptedTrainer.Say(new Stepped(step, loss, 1e-4, 0.1, loss, false, 0.5));

    private static IEnumerable<string?> Names(string folder) => Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
