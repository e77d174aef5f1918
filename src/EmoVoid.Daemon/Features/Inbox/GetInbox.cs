using EmoVoid.Core.Inbox;
using EmoVoid.Core.States;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Inbox;

/// <summary>What waits at the door, and what was sent back from it.</summary>
internal sealed class GetInbox(InboxWatcher inbox, StateFolder folders) : EndpointWithoutRequest<InboxView>
{
    public override void Configure()
    {
        Get("/inbox");
        this.Describe(
            "inbox", "What waits and why",
            "The folders that lie in the inbox with what each of them waits for, and the folders that came back to failed with the reasons.");
    }

    public override Task<InboxView> ExecuteAsync(CancellationToken ct) => Task.FromResult(new InboxView(
        folders.Inbox,
        [.. inbox.Waiting.Select(folder => new WaitingView(folder.Name, Path.Combine(folders.Inbox, folder.Name), folder.State, folder.Why, folder.SecondsLeft))],
        [.. Directory.EnumerateDirectories(folders.Failed).Order(StringComparer.Ordinal).Select(View)]));

    private static FailedView View(string folder)
    {
        var reasons = ReturnedFolders.ReasonsOf(folder);
        return new FailedView(Path.GetFileName(folder), folder, File.Exists(reasons) ? File.ReadAllText(reasons) : null);
    }
}

/// <param name="Folder">Where folders of pictures are to be put.</param>
/// <param name="Waiting">What lies there.</param>
/// <param name="Failed">What came back: rejected at the door, or of runs that failed.</param>
internal sealed record InboxView(string Folder, IReadOnlyList<WaitingView> Waiting, IReadOnlyList<FailedView> Failed);

/// <param name="Name">The folder's.</param>
/// <param name="Path">Where it lies on the daemon's machine.</param>
/// <param name="State">What it waits for.</param>
/// <param name="Why">The same in a sentence.</param>
/// <param name="SecondsLeft">While it settles: until it is taken, if nothing changes; else null.</param>
internal sealed record WaitingView(string Name, string Path, WaitingState State, string Why, double? SecondsLeft);

/// <param name="Name">The folder's.</param>
/// <param name="Path">The user's folder, unchanged; moved back to the inbox it is tried again.</param>
/// <param name="Reasons">The text that lies beside it; null when someone took it away.</param>
internal sealed record FailedView(string Name, string Path, string? Reasons);
