using EmoVoid.Core.States;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Inbox;

/// <summary>The door: looks through the inbox when something happens there, when a folder is due, and now and then in any case.</summary>
public sealed class InboxWatcher : BackgroundService
{
    /// <summary>An upload makes thousands of events; one look after each bunch is enough.</summary>
    private static readonly TimeSpan Bunch = TimeSpan.FromMilliseconds(250);

    private readonly Intake intake;
    private readonly StateFolder state;
    private readonly InboxOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<InboxWatcher> log;
    private readonly InboxTracker tracker;

    public InboxWatcher(Intake intake, StateFolder state, IOptions<InboxOptions> options, TimeProvider time, ILogger<InboxWatcher> log)
    {
        (this.intake, this.state, this.options, this.time, this.log) = (intake, state, options.Value, time, log);
        tracker = new InboxTracker(state, options, time);
    }

    /// <summary>What waits in the inbox and why, as of the last look.</summary>
    public IReadOnlyList<WaitingFolder> Waiting => tracker.View();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var events = new InboxEvents(state.Inbox, log);
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            await PauseAsync(events, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            foreach (var folder in tracker.Scan())
                await TakeAsync(folder, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.InboxUnreadable(e);
        }
    }

    private async Task TakeAsync(SettledFolder folder, CancellationToken cancel)
    {
        try
        {
            await intake.TakeAsync(folder, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception) when (!Directory.Exists(folder.Path))
        {
            log.FolderVanished(folder.Name);
        }
        catch (Exception e)
        {
            // Whatever it is, it is about this folder: the others are not to wait for it.
            tracker.Block(folder.Name, $"The folder cannot be taken: {e.Message}");
            log.FolderBlocked(e, folder.Name, options.Retry);
        }
    }

    private async Task PauseAsync(InboxEvents events, CancellationToken cancel)
    {
        var pause = tracker.NextDue() is { } due && due < options.Rescan ? due : options.Rescan;
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var happened = events.WaitAsync(awake.Token);
        var over = Task.Delay(pause < Bunch ? Bunch : pause, time, awake.Token);
        var first = await Task.WhenAny(happened, over);
        await awake.CancelAsync();
        if (first == happened)
            await Task.Delay(Bunch, time, cancel);
    }
}
