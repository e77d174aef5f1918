using System.Globalization;
using System.Text.Json;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling.Hours;
using EmoVoid.Core.States;
using EmoVoid.Daemon.CommandLine.Remote;
using EmoVoid.Daemon.Features.Health;
using EmoVoid.Daemon.Features.Schedule;
using EmoVoid.Daemon.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.CommandLine;

/// <summary><c>emovoidd schedule</c>: when is trained. A running daemon is asked; without one it is worked out from configuration and database.</summary>
internal static class Schedule
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="url">A daemon that somebody asks for by name has to answer; null: the one of the state folder, if it does.</param>
    public static async Task<int> Run(ServeSettings settings, string? url, string? key, int days, CancellationToken cancel)
    {
        if (days is < 1 or > GetSchedule.MostDays)
            throw new CannotStartException($"--days is {days}; it goes from 1 to {GetSchedule.MostDays}", exitCode: 1);
        Print(url is null ? await AskOwn(settings, key, days, cancel) ?? WorkOut(settings, days) : await Ask(DaemonAddress.Of(url, key, settings), days, cancel));
        return 0;
    }

    private static async Task<ScheduleView> Ask(DaemonAddress address, int days, CancellationToken cancel)
    {
        using var daemon = new DaemonClient(address);
        return (await daemon.Get(FormattableString.Invariant($"schedule?days={days}"), cancel)).As<ScheduleView>();
    }

    /// <returns>Null when no daemon of this state folder answers.</returns>
    private static async Task<ScheduleView?> AskOwn(ServeSettings settings, string? key, int days, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var address = DaemonAddress.Of(null, key, settings);
            using var daemon = new DaemonClient(address);
            return (await daemon.Get("health", patience.Token)).As<HealthView>().StateFolder == settings.StateFolder ? await Ask(address, days, patience.Token) : null;
        }
        catch (Exception e) when (e is CommandFailedException or JsonException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }

    private static ScheduleView WorkOut(ServeSettings settings, int days)
    {
        using var services = VerbServices.Of(settings);
        try
        {
            var waiting = File.Exists(new StateFolder(settings.StateFolder).Database) ? services.GetRequiredService<QueueStore>().Waiting() : [];
            return ScheduleView.Of(services.GetRequiredService<Timetable>().Of(waiting, days), _ => null);
        }
        catch (OptionsValidationException e)
        {
            throw new CannotStartException(string.Join(Environment.NewLine, e.Failures));
        }
        catch (SqliteException e)
        {
            throw new CannotStartException($"the database cannot be read: {e.Message}", exitCode: 1);
        }
    }

    private static void Print(ScheduleView view)
    {
        // A machine may have a clock without a name.
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(view.TimeZone, out var named) ? named : TimeZoneInfo.Local;
        Console.WriteLine($"It is {Words(view.Now)} ({view.TimeZone}). " + (view.Hours is { } hours ? $"The daemon trains within {hours}:" : "The daemon trains at any time."));
        foreach (var opening in view.Openings.Where(_ => view.Hours is not null))
            Console.WriteLine($"  {Words(opening.From)} to {Words(opening.Until)}");
        if (view is { Hours: not null, Openings.Count: 0 })
            Console.WriteLine("  not in these days");
        Console.WriteLine(view.Waiting.Count > 0 ? "Runs that wait, and when the clock lets them start:" : "No run waits.");
        foreach (var run in view.Waiting)
            Console.WriteLine($"  {run.Run}: {(run.MayStartAt is not { } start ? "not in the next two months" : start <= view.Now ? "now" : Words(start))}"
                + (run.Hours is { } own ? $", within {own}" : "") + (run.Why is { } why ? $". {why}" : ""));

        string Words(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
