using System.Globalization;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using Microsoft.Extensions.Hosting.Systemd;

namespace EmoVoid.Daemon.Systemd;

/// <summary>Keeps the line that <c>systemctl status</c> shows: what is trained, or how much waits.</summary>
internal sealed class StatusLine(ISystemdNotifier systemd, Activity activity, RunStore runs, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        string? last = null;
        do
        {
            var line = activity.All is { Count: > 0 } atWork ? string.Join("; ", atWork.Select(Describe)) : Idle(runs.Count(RunState.Queued));
            if (line != last)
                systemd.Notify(new ServiceState("STATUS=" + line));
            last = line;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal static string Describe(Activity.Moment now) => now switch
    {
        { Step: not null, Stage: { Stage: Preparing.Measures } stage } => string.Create(CultureInfo.InvariantCulture, $"measuring {now.Run.Id}: {stage.Done}/{stage.Total}"),
        { Step: not null, Stage: { } stage } => string.Create(CultureInfo.InvariantCulture, $"finishing {now.Run.Id}: {stage.Stage} {stage.Done}/{stage.Total}"),
        { Step: { } step } => string.Create(
            CultureInfo.InvariantCulture, $"training {now.Run.Id} step {step.Step}/{now.Run.Steps}, light {(step.Lit ? "on" : "off")}"),
        { Stage: { } stage } => string.Create(CultureInfo.InvariantCulture, $"preparing {now.Run.Id}: {stage.Stage} {stage.Done}/{stage.Total}"),
        _ => $"preparing {now.Run.Id}",
    };

    private static string Idle(int queued) => string.Create(CultureInfo.InvariantCulture, $"idle, {queued} queued");
}
