using System.Globalization;
using System.Text.Json;
using EmoVoid.Core.Runs;
using EmoVoid.Daemon.Features;
using EmoVoid.Daemon.Features.Events;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>An event as a line for people.</summary>
internal static class EventText
{
    private const int LinesOfStage = 5;

    /// <summary>Null for what only programs want to know.</summary>
    public static string? Of(EventView told) => Words(told) is { } words
        ? $"{told.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {told.Run}  {words}"
        : null;

    private static string? Words(EventView told) => told.Kind switch
    {
        "steps" => Steps(told.Data!.Value.GetProperty("steps").Deserialize<IReadOnlyList<CurvePoint>>(Api.Json)!),
        "stage" => Stage(Text(told, "stage")!, told.Data!.Value.GetProperty("done").GetInt32(), told.Data.Value.GetProperty("total").GetInt32()),
        "deleted" => "deleted",
        RunEventRows.State => Text(told, "to") is var to && told.Message is { } message && message != to ? $"{to}: {message}" : to,
        _ => told.Message,
    };

    // A line for each of a thousand pictures would bury the rest.
    private static string? Stage(string stage, int done, int total) =>
        done == total || done % Math.Max(1, total / LinesOfStage) == 0 ? FormattableString.Invariant($"{stage} {done}/{total}") : null;

    private static string Steps(IReadOnlyList<CurvePoint> steps) => steps[^1] is var last
        ? $"step {last.Step.ToString(CultureInfo.InvariantCulture)}  loss {RunText.Loss(last.Loss)}  rate {RunText.Rate(last.Pulse)}  light {RunText.Light(last.Lit)}"
        : "";

    private static string? Text(EventView told, string member) => told.Data?.GetProperty(member).GetString();
}
