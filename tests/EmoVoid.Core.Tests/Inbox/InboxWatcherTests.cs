using EmoVoid.Core.Inbox;
using EmoVoid.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EmoVoid.Core.Tests.Inbox;

public class InboxWatcherTests
{
    [Fact]
    public async Task With_the_systems_own_events_a_folder_is_seen_as_it_is_written_and_taken_when_its_sidecar_comes()
    {
        // A rescan would come only after an hour: what is seen here is seen by inotify, in the folder and deep inside.
        using var inbox = new TestInbox(settings: [("EmoVoid:Inbox:SettleSeconds", "0.5"), ("EmoVoid:Inbox:RescanSeconds", "3600")]);
        await inbox.Watcher.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 20; i++)
        {
            inbox.Put($"a/deep/{i}.png", $"picture {i}");
            inbox.Put($"a/deep/{i}.txt", "caption");
        }

        await Wait.Until(() => inbox.Watcher.Waiting.Any(folder => folder.State == WaitingState.NoSidecar), "the folder to be seen");
        inbox.Put("a/emovoid.toml");
        await Wait.Until(() => inbox.Runs.List().Count > 0, "the run");
        Assert.Equal(20, Assert.Single(inbox.Runs.List()).Images);
        await Wait.Until(() => inbox.Watcher.Waiting.Count == 0, "an empty inbox");
        await inbox.Watcher.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_folder_that_comes_in_the_moment_another_was_judged_is_seen_and_so_is_every_later_one()
    {
        using var inbox = new TestInbox(settings: [("EmoVoid:Inbox:SettleSeconds", "0.1"), ("EmoVoid:Inbox:RescanSeconds", "3600")]);
        await inbox.Watcher.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
        {
            Drop(inbox, $"first-{i}");
            // Not a wait of its own: the next folder is to come in within two milliseconds.
            SpinWait.SpinUntil(() => IsJudged(inbox, $"first-{i}"), Wait.Patience);
            Drop(inbox, $"second-{i}");
            await Wait.Until(() => IsJudged(inbox, $"second-{i}") && inbox.Watcher.Waiting.Count == 0, "the second folder to be judged");
            Drop(inbox, $"later-{i}");
            await Wait.Until(() => IsJudged(inbox, $"later-{i}") && inbox.Watcher.Waiting.Count == 0, "a later folder to be judged");
        }

        await inbox.Watcher.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Events_go_on_when_a_folder_leaves_and_another_comes_at_once()
    {
        using var inbox = new TestInbox();
        using var events = new InboxEvents(inbox.State.Inbox, NullLogger.Instance);
        for (var i = 0; i < 30; i++)
        {
            Drop(inbox, $"a-{i}");
            Assert.True(await events.WaitAsync(Wait.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
            Directory.Move(Path.Combine(inbox.State.Inbox, $"a-{i}"), Path.Combine(inbox.State.Failed, $"a-{i}"));
        }
    }

    [Fact]
    public async Task Where_nothing_can_be_watched_events_begin_when_it_can()
    {
        using var inbox = new TestInbox();
        Directory.Delete(inbox.State.Inbox);
        using var events = new InboxEvents(inbox.State.Inbox, NullLogger.Instance);
        Directory.CreateDirectory(inbox.State.Inbox);
        events.Renew();
        Drop(inbox, "a");
        Assert.True(await events.WaitAsync(Wait.Patience, TimeProvider.System, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_glance_shows_names_times_and_sidecars_and_nothing_deeper()
    {
        using var inbox = new TestInbox();
        inbox.Put("a/deep/1.png", "x");
        var first = Glance();
        inbox.Put("a/deep/2.png", "x");
        Assert.Equal(first, Glance());
        inbox.Put("a/emovoid.toml", "");
        var second = Glance();
        Assert.NotEqual(first, second);
        Assert.True(first.HasSameNames(second));
        inbox.Put("a/emovoid.toml", "train.rank = 1");
        Assert.NotEqual(second, Glance());
        Directory.Delete(Path.Combine(inbox.State.Inbox, "a"), recursive: true);
        Assert.False(second.HasSameNames(Glance()));
        Directory.Delete(inbox.State.Inbox);
        Assert.NotNull(Glance().Problem);

        InboxGlance Glance() => InboxGlance.Take(inbox.State);
    }

    private static void Drop(TestInbox inbox, string name)
    {
        var outside = Directory.CreateDirectory(Path.Combine(inbox.State.Root, "outside", name)).FullName;
        File.WriteAllText(Path.Combine(outside, "emovoid.toml"), "train.rank = 0");
        Directory.Move(outside, Path.Combine(inbox.State.Inbox, name));
    }

    private static bool IsJudged(TestInbox inbox, string name) => Directory.Exists(Path.Combine(inbox.State.Failed, name));

    [Fact]
    public async Task Folders_that_were_there_before_the_start_settle_and_are_taken_like_any_other()
    {
        var clock = new FakeTimeProvider();
        using var inbox = new TestInbox(clock);
        inbox.PutDataset("a");
        inbox.PutDataset("bad", sidecar: "train.rank = 0");
        inbox.PutDataset("b");
        await inbox.Watcher.StartAsync(TestContext.Current.CancellationToken);
        await Wait.Until(() => inbox.Watcher.Waiting.Count == 3, "the folders to be seen");
        Assert.All(inbox.Watcher.Waiting, folder => Assert.Equal(WaitingState.Settling, folder.State));
        await Wait.Until(() => inbox.Runs.List().Count == 2 && Directory.Exists(Path.Combine(inbox.State.Failed, "bad")), "two runs and a rejection", () => clock.Advance(TimeSpan.FromSeconds(1)));
        await inbox.Watcher.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_folder_of_another_user_says_what_would_let_it_be_taken()
    {
        var clock = new FakeTimeProvider();
        using var inbox = new TestInbox(clock);
        inbox.PutDataset("a");
        inbox.Inspector.Meanwhile = () => throw new UnauthorizedAccessException("denied.");

        await inbox.Watcher.StartAsync(TestContext.Current.CancellationToken);

        await Wait.Until(() => inbox.Watcher.Waiting.Any(folder => folder.State == WaitingState.Blocked), "the block", () => clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.StartsWith("The folder cannot be taken: denied. The daemon's user must be allowed to", Assert.Single(inbox.Watcher.Waiting).Why);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_taken_is_said_and_does_not_stop_the_others()
    {
        var clock = new FakeTimeProvider();
        using var inbox = new TestInbox(clock);
        inbox.PutDataset("a");
        var looks = 0;
        inbox.Inspector.Meanwhile = () =>
        {
            looks++;
            throw new IOException("the disk made a noise");
        };
        await inbox.Watcher.StartAsync(TestContext.Current.CancellationToken);
        await Wait.Until(() => inbox.Watcher.Waiting.Any(folder => folder.State == WaitingState.Blocked), "the block", () => clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal("The folder cannot be taken: the disk made a noise", Assert.Single(inbox.Watcher.Waiting).Why);
        Assert.Equal(1, looks);

        inbox.Inspector.Meanwhile = null;
        inbox.PutDataset("b");
        await Wait.Until(() => inbox.Runs.Find("b") is not null, "the other folder", () => clock.Advance(TimeSpan.FromSeconds(1)));
        await Wait.Until(() => inbox.Runs.Find("a") is not null, "the second try", () => clock.Advance(TimeSpan.FromSeconds(10)));
        await inbox.Watcher.StopAsync(TestContext.Current.CancellationToken);
    }
}
