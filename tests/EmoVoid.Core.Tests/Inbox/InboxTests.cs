using Dapper;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Inbox;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using Microsoft.Extensions.Time.Testing;

namespace EmoVoid.Core.Tests.Inbox;

public sealed class InboxTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly TestInbox inbox;

    public InboxTests() => inbox = new TestInbox(clock);

    public void Dispose() => inbox.Dispose();

    [Fact]
    public async Task A_settled_folder_becomes_a_run_with_its_plan_and_nothing_in_it_is_changed()
    {
        var before = TestInbox.Content(inbox.PutDataset("Zenigata (v2)", sidecar: "train.steps = 7"));
        await SettleAndTake();

        var run = Assert.Single(inbox.Runs.List());
        Assert.Equal(("zenigata-v2", "Zenigata (v2)", RunState.Queued, 7, 3), (run.Id, run.Folder, run.State, run.Steps, run.Images));
        Assert.Equal(before, TestInbox.Content(inbox.State.DatasetOf("zenigata-v2")));
        Assert.Equal("zenigata-v2", RunPlan.Read(inbox.State.PlanOf("zenigata-v2")).Run);
        Assert.Empty(Directory.GetFileSystemEntries(inbox.State.Inbox));
    }

    [Fact]
    public void A_folder_is_not_taken_before_it_kept_still_for_5_seconds()
    {
        inbox.PutDataset("a");
        Assert.Empty(inbox.Tracker.Scan());
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Empty(inbox.Tracker.Scan());
        Assert.Equal(TimeSpan.FromSeconds(0.1), inbox.Tracker.NextDue());
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("a", Assert.Single(inbox.Tracker.Scan()).Name);
    }

    public static TheoryData<string> Changes => ["new file", "grown file", "touched file", "renamed file", "gone file", "growing upload deep inside"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Any_change_in_the_tree_starts_the_wait_again(string change)
    {
        var folder = inbox.PutDataset("a");
        inbox.Put("a/deep/down/9.png.part", "x");
        inbox.Tracker.Scan();
        clock.Advance(TimeSpan.FromSeconds(4));
        Change(folder, change);
        inbox.Tracker.Scan();
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(inbox.Tracker.Scan());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(inbox.Tracker.Scan());
    }

    private static void Change(string folder, string change)
    {
        var file = Path.Combine(folder, "1.png");
        switch (change)
        {
            case "new file": File.WriteAllText(Path.Combine(folder, "new.png"), ""); break;
            case "grown file": File.AppendAllText(file, "x"); break;
            case "touched file": File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)); break;
            case "renamed file": File.Move(file, Path.Combine(folder, "0.png")); break;
            case "gone file": File.Delete(file); break;
            default: File.AppendAllText(Path.Combine(folder, "deep", "down", "9.png.part"), "more"); break;
        }
    }

    [Fact]
    public void What_waits_says_why()
    {
        inbox.PutDataset("settling");
        inbox.PutDataset("bare", sidecar: null);
        inbox.Put("loose.png", "x");
        inbox.Put(".hidden/emovoid.toml");
        Directory.CreateSymbolicLink(Path.Combine(inbox.State.Inbox, "link"), "/etc");
        inbox.Tracker.Scan();
        clock.Advance(TimeSpan.FromSeconds(2));

        var view = inbox.Tracker.View();

        Assert.Equal(["bare", "link", "loose.png", "settling"], view.Select(folder => folder.Name));
        Assert.Equal([WaitingState.NoSidecar, WaitingState.NotAFolder, WaitingState.NotAFolder, WaitingState.Settling], view.Select(folder => folder.State));
        Assert.StartsWith("It has no emovoid.toml yet.", view[0].Why, StringComparison.Ordinal);
        Assert.StartsWith("This is a link, and links are not followed.", view[1].Why, StringComparison.Ordinal);
        Assert.Equal(3.0, view[3].SecondsLeft);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["settling"], inbox.Tracker.Scan().Select(folder => folder.Name));
    }

    [Fact]
    public void A_folder_that_vanishes_while_it_settles_is_forgotten()
    {
        var folder = inbox.PutDataset("a");
        inbox.Tracker.Scan();
        Directory.Delete(folder, recursive: true);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(inbox.Tracker.Scan());
        Assert.Empty(inbox.Tracker.View());
    }

    [Fact]
    public async Task A_folder_that_changes_while_it_is_checked_is_left_to_settle_again()
    {
        var folder = inbox.PutDataset("a");
        inbox.Tracker.Scan();
        clock.Advance(TimeSpan.FromSeconds(5));
        inbox.Inspector.Meanwhile = () => inbox.Put("a/4.png", "late");
        await inbox.TakeAsync();
        Assert.True(Directory.Exists(folder));
        Assert.Empty(inbox.Runs.List());
        Assert.Empty(inbox.Tracker.Scan());
    }

    [Fact]
    public async Task Two_folders_of_the_same_name_become_two_runs()
    {
        inbox.PutDataset("one", sidecar: "name = \"zenigata\"");
        inbox.PutDataset("two", sidecar: "name = \"zenigata\"");
        await SettleAndTake();
        inbox.PutDataset("zenigata");
        await SettleAndTake();
        Assert.Equal(["zenigata-3", "zenigata-2", "zenigata"], inbox.Runs.List().Select(run => run.Id));
        Assert.All(inbox.Runs.List(), run => Assert.True(File.Exists(Path.Combine(inbox.State.DatasetOf(run.Id), "1.png"))));
    }

    [Fact]
    public async Task A_rejected_folder_lies_in_failed_as_it_came_with_every_reason_beside_it()
    {
        var before = TestInbox.Content(inbox.PutDataset("bad", sidecar: "train.rank = 0\ntrain.alpha = 3"));
        inbox.Put("bad/4.png", "x");
        before["4.png"] = "x";
        await SettleAndTake();

        Assert.Empty(inbox.Runs.List());
        Assert.Equal(before, TestInbox.Content(Path.Combine(inbox.State.Failed, "bad")));
        var reasons = await File.ReadAllTextAsync(ReturnedFolders.ReasonsOf(Path.Combine(inbox.State.Failed, "bad")), TestContext.Current.CancellationToken);
        Assert.Contains("- emovoid.toml: line 1: train.rank must be a whole number from 1 to 512, but is 0.", reasons, StringComparison.Ordinal);
        Assert.Contains("- 1 image has no caption: 4.png.", reasons, StringComparison.Ordinal);
        Assert.Contains("- train.alpha is 3;", reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_rejected_folders_of_the_same_name_do_not_meet_and_a_mended_one_is_taken()
    {
        for (var i = 0; i < 2; i++)
        {
            inbox.PutDataset("bad", sidecar: "train.rank = 0");
            await SettleAndTake();
        }

        Assert.Equal(["bad", "bad-2", "bad-2.reasons.txt", "bad.reasons.txt"], Directory.GetFileSystemEntries(inbox.State.Failed).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Directory.Move(Path.Combine(inbox.State.Failed, "bad-2"), Path.Combine(inbox.State.Inbox, "good"));
        inbox.Put("good/emovoid.toml", "train.rank = 1");
        await SettleAndTake();
        Assert.Equal("good", Assert.Single(inbox.Runs.List()).Id);
    }

    [Fact]
    public async Task A_claim_that_fails_leaves_the_folder_and_no_run()
    {
        var before = TestInbox.Content(inbox.PutDataset("a"));
        inbox.Tracker.Scan();
        clock.Advance(TimeSpan.FromSeconds(5));
        var folder = Assert.Single(inbox.Tracker.Scan());
        inbox.Inspector.Meanwhile = () =>
        {
            Directory.Delete(inbox.State.Work, recursive: true);
            File.WriteAllText(inbox.State.Work, "not a folder any more");
        };
        await Assert.ThrowsAnyAsync<IOException>(() => inbox.Intake.TakeAsync(folder, CancellationToken.None));
        Assert.Equal(before, TestInbox.Content(Path.Combine(inbox.State.Inbox, "a")));
        Assert.Empty(inbox.Runs.List());
    }

    [Fact]
    public async Task A_claim_whose_run_cannot_be_committed_brings_the_folder_back()
    {
        var before = TestInbox.Content(inbox.PutDataset("a"));
        using (var connection = new Database(inbox.State.Database).Open())
            connection.Execute(
                """
                create table stray (id text references runs (id) deferrable initially deferred);
                create trigger spoil after insert on runs begin insert into stray values ('nobody'); end
                """);
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(SettleAndTake);
        Assert.Equal(before, TestInbox.Content(Path.Combine(inbox.State.Inbox, "a")));
        Assert.Empty(Directory.GetFileSystemEntries(inbox.State.Work));
        Assert.Empty(inbox.Runs.List());
    }

    [Fact]
    public void A_blocked_folder_says_why_and_is_tried_again_later_or_when_it_changes()
    {
        inbox.PutDataset("a");
        inbox.Tracker.Scan();
        clock.Advance(TimeSpan.FromSeconds(5));
        inbox.Tracker.Scan();
        inbox.Tracker.Block("a", "Permission denied");
        Assert.Equal(new WaitingFolder("a", WaitingState.Blocked, "Permission denied"), Assert.Single(inbox.Tracker.View()));
        clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Empty(inbox.Tracker.Scan());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(inbox.Tracker.Scan());

        inbox.Tracker.Block("a", "Permission denied");
        inbox.Put("a/more.md", "x");
        inbox.Tracker.Scan();
        Assert.Equal(WaitingState.Settling, Assert.Single(inbox.Tracker.View()).State);
    }

    [Fact]
    public void A_folder_claimed_by_a_daemon_that_died_before_it_made_the_run_goes_back_to_the_inbox()
    {
        var folder = inbox.PutDataset("a");
        var before = TestInbox.Content(folder);
        Directory.CreateDirectory(inbox.State.WorkOf("a"));
        Directory.Move(folder, inbox.State.DatasetOf("a"));
        File.WriteAllText(inbox.State.PlanOf("a"), "{}");
        inbox.Intake.ReturnOrphans();
        Assert.Equal(before, TestInbox.Content(folder));
        Assert.False(Directory.Exists(inbox.State.WorkOf("a")));
    }

    private async Task SettleAndTake()
    {
        inbox.Tracker.Scan();
        clock.Advance(TimeSpan.FromSeconds(5));
        await inbox.TakeAsync();
    }
}
