using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Inbox;

/// <summary>Says that something was put into a folder, taken out of it or renamed in it. It is only ever a hint: events get lost, and a glance finds what they miss.</summary>
/// <remarks>
/// Not of what lies deeper. The recursive watcher of .NET 10 ends without a word when a folder is moved out of it and another event follows within
/// two milliseconds, which is what happens to an inbox all day; and it takes one of the system's few watches for every folder in every data set.
/// </remarks>
internal sealed class InboxEvents : IDisposable
{
    private readonly string folder;
    private readonly ILogger log;
    private readonly SemaphoreSlim changed = new(0, 1);
    private FileSystemWatcher? watcher;
    private bool isDeaf;

    internal InboxEvents(string folder, ILogger log)
    {
        (this.folder, this.log) = (folder, log);
        watcher = Watch();
    }

    /// <summary>Begins anew, since a change came to light that no event had told of: the watcher has ended, or the folder is another one of the same name.</summary>
    internal void Renew()
    {
        watcher?.Dispose();
        watcher = Watch();
    }

    /// <summary>Waits for the next change; one since the last call counts at once.</summary>
    /// <returns>Whether there was one in that time.</returns>
    internal async Task<bool> WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancel)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var happened = changed.WaitAsync(awake.Token);
        var first = await Task.WhenAny(happened, Task.Delay(longest, time, awake.Token));
        await awake.CancelAsync();
        cancel.ThrowIfCancellationRequested();
        return first == happened || happened.IsCompletedSuccessfully;
    }

    public void Dispose()
    {
        watcher?.Dispose();
        changed.Dispose();
    }

    private FileSystemWatcher? Watch()
    {
        FileSystemWatcher? started = null;
        try
        {
            started = new FileSystemWatcher(folder);
            started.Created += (_, _) => Signal();
            started.Changed += (_, _) => Signal();
            started.Deleted += (_, _) => Signal();
            started.Renamed += (_, _) => Signal();
            started.Error += (_, e) => log.EventsLost(e.GetException());
            started.EnableRaisingEvents = true;
            isDeaf = false;
            return started;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // The system's inotify limit is reached, as other programs watch too much; or the folder is not there.
            started?.Dispose();
            if (!isDeaf)
                log.EventsLost(e);
            isDeaf = true;
            return null;
        }
    }

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
        catch (ObjectDisposedException)
        {
            // The last event of a watcher that is gone.
        }
    }
}
