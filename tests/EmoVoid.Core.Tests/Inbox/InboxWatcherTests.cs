using EmoVoid.Core.Inbox;
using EmoVoid.Testing;
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
