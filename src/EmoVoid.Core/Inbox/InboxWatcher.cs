using EmoVoid.Core.Health;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.States;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Inbox;

/// <summary>The door: looks through the inbox when something happens there, every second while a folder settles, and now and then in any case.</summary>
public sealed class InboxWatcher : BackgroundService, IHealthWarnings
{
    /// <summary>An upload makes thousands of events; one look after each bunch is enough.</summary>
    private static readonly TimeSpan Bunch = TimeSpan.FromMilliseconds(250);

    /// <summary>How often the names in the inbox are listed, whether or not there were events.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

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
    public IReadOnlyList<WaitingFolder> Waiting => Problem is { } problem
        ? [.. tracker.View().Select(folder => folder.State == WaitingState.Checking ? folder with { State = WaitingState.Blocked, Why = problem } : folder)]
        : tracker.View();

    /// <summary>Why nothing can be taken from the inbox, and the way out, as of the last look; null when all is well.</summary>
    public string? Problem { get; private set; }

    public IEnumerable<string> Warnings() => Problem is { } problem ? [problem] : [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var events = new InboxEvents(state.Inbox, log);
        while (!stoppingToken.IsCancellationRequested)
        {
            // Before the look: what happens while it looks is to be found afterwards.
            var before = InboxGlance.Take(state);
            await LookAsync(stoppingToken);
            await PauseAsync(events, before, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var settled = tracker.Scan();
            Tell(InboxAccess.ProblemOf(state));
            foreach (var folder in Problem is null ? settled : [])
                await TakeAsync(folder, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(InboxAccess.ProblemOf(state) ?? $"The inbox {state.Inbox} cannot be looked through: {e.Message}");
        }
    }

    // Once, and not at every look.
    private void Tell(string? problem)
    {
        if (problem == Problem)
            return;
        Problem = problem;
        if (problem is null)
            log.InboxUsable(state.Inbox);
        else
            log.InboxUnusable(problem);
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
            log.FolderVanished(Wording.Printable(folder.Name));
        }
        catch (Exception e)
        {
            // Whatever it is, it is about this folder: the others are not to wait for it.
            tracker.Block(folder.Name, $"The folder cannot be taken: {e.Message}{WayOut(e)}");
            log.FolderBlocked(e, Wording.Printable(folder.Name), options.Retry);
        }
    }

    /// <summary>Moving a folder elsewhere asks for write permission on the folder itself, which one that another user has put here does not give.</summary>
    private static string WayOut(Exception e)
    {
        const int accessDenied = 13; // EACCES
        return e is UnauthorizedAccessException || e.HResult == accessDenied
            ? " The daemon's user must be allowed to read all of it and to write the folder itself: give it to that user (chown -R), or to a group of that user (chgrp, chmod g+rwx)."
            : "";
    }

    /// <summary>Until there is a reason to look again.</summary>
    private async Task PauseAsync(InboxEvents events, InboxGlance before, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var longest = tracker.IsSettling ? Glance : options.Rescan;
        var pause = tracker.NextDue() is { } due && due < longest ? due : longest;
        do
        {
            var left = pause - time.GetElapsedTime(began);
            if (await events.WaitAsync(Between(left, Bunch, Glance), time, cancel))
            {
                await Task.Delay(Bunch, time, cancel);
                return;
            }

            var now = InboxGlance.Take(state);
            if (!now.HasSameNames(before))
                events.Renew();
            if (!now.Equals(before))
                return;
        }
        while (time.GetElapsedTime(began) < pause);
    }

    private static TimeSpan Between(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : value > most ? most : value;
}
