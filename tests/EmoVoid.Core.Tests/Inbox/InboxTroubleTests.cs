using System.Diagnostics;
using System.Runtime.Versioning;
using EmoVoid.Core.Inbox;
using EmoVoid.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EmoVoid.Core.Tests.Inbox;

/// <summary>What happens to an inbox on a disk that comes and goes, and to folders that change under the eyes of who reads them.</summary>
[SupportedOSPlatform("linux")]
public sealed class InboxTroubleTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly TestInbox inbox;

    public InboxTroubleTests() => inbox = new TestInbox(clock);

    public void Dispose() => inbox.Dispose();

    [Fact]
    public async Task An_inbox_that_was_taken_away_is_made_again_and_seen()
    {
        await inbox.Watcher.StartAsync(TestContext.Current.CancellationToken);
        Directory.Delete(inbox.State.Inbox);
        await Until(() => Directory.Exists(inbox.State.Inbox), "the inbox");
        inbox.PutDataset("a");
        await Until(() => inbox.Runs.Find("a") is not null, "the run");
        Assert.Null(inbox.Watcher.Problem);
        await inbox.Watcher.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task While_the_state_folder_is_gone_that_is_said_nothing_is_made_in_its_place_and_afterwards_all_goes_on()
    {
        await inbox.Watcher.StartAsync(TestContext.Current.CancellationToken);
        inbox.PutDataset("a");
        await Until(() => inbox.Watcher.Waiting.Count == 1, "the folder to be seen");

        var elsewhere = inbox.State.Root + "-unmounted";
        Directory.Move(inbox.State.Root, elsewhere);
        Directory.CreateDirectory(inbox.State.Root);
        await Until(() => inbox.Watcher.Problem is not null, "the problem");
        Assert.Equal($"The state folder {inbox.State.Root} is not there, or is empty. Is its disk mounted? The inbox is used again when it is back.", inbox.Watcher.Problem);
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(Directory.GetFileSystemEntries(inbox.State.Root));

        Directory.Delete(inbox.State.Root);
        Directory.Move(elsewhere, inbox.State.Root);
        await Until(() => inbox.Runs.Find("a") is not null, "the run");
        Assert.Null(inbox.Watcher.Problem);
        await inbox.Watcher.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_file_in_the_inboxs_place_is_said_and_left_alone()
    {
        await inbox.Watcher.StartAsync(TestContext.Current.CancellationToken);
        var elsewhere = Path.Combine(inbox.State.Root, "elsewhere");
        Directory.Move(inbox.State.Inbox, elsewhere);
        await File.WriteAllTextAsync(inbox.State.Inbox, "mine", TestContext.Current.CancellationToken);
        await Until(() => inbox.Watcher.Problem is not null || Directory.Exists(inbox.State.Inbox), "the problem");
        if (Directory.Exists(inbox.State.Inbox))
            Assert.Skip("the inbox was made again before the file was there");
        Assert.StartsWith($"The inbox {inbox.State.Inbox} is no folder any more", inbox.Watcher.Problem, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(inbox.State.Inbox, TestContext.Current.CancellationToken));

        File.Delete(inbox.State.Inbox);
        await Until(() => inbox.Watcher.Problem is null, "the end of the problem");
        await inbox.Watcher.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_inbox_that_may_not_be_written_keeps_its_folders_says_so_and_is_used_as_soon_as_it_may()
    {
        inbox.PutDataset("a");
        if (!Seal(inbox.State.Inbox))
            Assert.Skip("this file system knows no folder that its user may not write");
        try
        {
            await inbox.Watcher.StartAsync(TestContext.Current.CancellationToken);
            await Until(() => inbox.Watcher.Waiting is [{ State: WaitingState.Blocked }], "the problem");
            Assert.StartsWith($"The inbox {inbox.State.Inbox} cannot be read and written by the daemon's user: ", inbox.Watcher.Problem, StringComparison.Ordinal);
            Assert.Equal(inbox.Watcher.Problem, inbox.Watcher.Waiting[0].Why);
        }
        finally
        {
            Unseal(inbox.State.Inbox);
        }

        await Until(() => inbox.Runs.Find("a") is not null, "the run");
        Assert.Null(inbox.Watcher.Problem);
        await inbox.Watcher.StopAsync(TestContext.Current.CancellationToken);
    }

    public static TheoryData<string> Meanwhile => ["a file vanishes", "a file shrinks", "a file grows", "a folder in it vanishes", "a file is put in another's place"];

    [Theory]
    [MemberData(nameof(Meanwhile))]
    public async Task A_folder_that_changes_while_it_is_read_is_not_judged_but_settles_again(string change)
    {
        var folder = inbox.PutDataset("a");
        inbox.Put("a/sub/9.png", "nine");
        inbox.Put("a/sub/9.txt", "nine");
        inbox.Tracker.Scan();
        clock.Advance(TimeSpan.FromSeconds(5));
        inbox.Inspector.Meanwhile = () => Change(folder, change);

        foreach (var settled in inbox.Tracker.Scan())
            Assert.Null(await inbox.Intake.TakeAsync(settled, TestContext.Current.CancellationToken));

        Assert.True(Directory.Exists(folder));
        Assert.Empty(inbox.Runs.List());
        Assert.Empty(Directory.GetFileSystemEntries(inbox.State.Failed));
        Assert.Empty(inbox.Tracker.Scan());
        Assert.Equal(WaitingState.Settling, Assert.Single(inbox.Tracker.View()).State);
    }

    private static void Change(string folder, string change)
    {
        var file = Path.Combine(folder, "1.png");
        switch (change)
        {
            case "a file vanishes": File.Delete(file); break;
            case "a file shrinks": File.WriteAllText(file, "x"); break;
            case "a file grows": File.AppendAllText(file, "xxx"); break;
            case "a folder in it vanishes": Directory.Delete(Path.Combine(folder, "sub"), recursive: true); break;
            default: File.Move(Path.Combine(folder, "2.png"), file, overwrite: true); break;
        }
    }

    private Task Until(Func<bool> condition, string what) => Wait.Until(condition, what, () => clock.Advance(TimeSpan.FromSeconds(1)));

    /// <summary>Takes away the right to write; root has it always, but for folders that are marked unchangeable.</summary>
    private static bool Seal(string folder)
    {
        if (Environment.IsPrivilegedProcess)
            return Attribute("+i", folder);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return true;
    }

    private static void Unseal(string folder)
    {
        if (Environment.IsPrivilegedProcess)
            Attribute("-i", folder);
        else
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static bool Attribute(string change, string folder)
    {
        try
        {
            using var chattr = Process.Start(new ProcessStartInfo("chattr", [change, folder]) { RedirectStandardError = true })!;
            chattr.WaitForExit();
            return chattr.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
