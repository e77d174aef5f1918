using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Inbox;

/// <summary>Says that something in a folder may have changed. It is only ever a hint: events get lost, and a rescan finds what they miss.</summary>
internal sealed class InboxEvents : IDisposable
{
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly FileSystemWatcher? watcher;

    internal InboxEvents(string folder, ILogger log)
    {
        try
        {
            watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            watcher.Created += (_, _) => Signal();
            watcher.Changed += (_, _) => Signal();
            watcher.Deleted += (_, _) => Signal();
            watcher.Renamed += (_, _) => Signal();
            watcher.Error += (_, e) => log.EventsLost(e.GetException());
            watcher.EnableRaisingEvents = true;
        }
        catch (IOException e)
        {
            // The system's inotify limit is reached: other programs watch too much.
            watcher?.Dispose();
            watcher = null;
            log.EventsLost(e);
        }
    }

    /// <summary>Completes at the next change, or at once when there was one since the last call.</summary>
    internal Task WaitAsync(CancellationToken cancel) => changed.WaitAsync(cancel);

    public void Dispose() => watcher?.Dispose();

    private void Signal()
    {
        try
        {
            changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is signalled already, and once is enough.
        }
    }
}
