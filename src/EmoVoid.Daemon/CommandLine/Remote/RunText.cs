using System.Globalization;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Daemon.Features.Runs;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>What people read of a run in a few words.</summary>
internal static class RunText
{
    /// <summary>What became of it after a verb.</summary>
    public static string Answer(RunView run) => run.Wish switch
    {
        RunWish.Pause => $"{run.Id}: {run.State.Word()}; it saves, leaves and is paused then",
        RunWish.Cancel => $"{run.Id}: {run.State.Word()}; it leaves and is cancelled then",
        _ => $"{run.Id}: {run.State.Word()}{(run.Message is { } why ? ". " + why : "")}",
    };

    public static string Progress(ProgressView progress) => progress.Stage is { } stage && progress.Step is 0 ? stage : Invariant($"{progress.Step}/{progress.Steps}");

    public static string Loss(double? loss) => loss is { } value ? Invariant($"{value:0.0000}") : "";

    public static string Rate(double? pulse) => pulse is { } value ? Invariant($"{value:0.00e-0}") : "";

    public static string Light(bool? lit) => lit switch { true => "on", false => "off", null => "" };

    public static string Left(double? seconds) => seconds is { } value ? TimeSpan.FromSeconds(Math.Ceiling(value)).ToString(value >= 86400 ? @"d\d\ hh\:mm\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture) : "";

    public static string Bytes(long? bytes) => bytes is { } value ? Invariant($"{value / 1e9:0.0} GB") : "";

    public static string Time(DateTimeOffset? time) => time is { } value ? value.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";

    public static string Why(RunWait? wait) => wait is null ? "" : wait.Why + (wait.Until is { } until ? $" (until {Time(until)})" : "");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
