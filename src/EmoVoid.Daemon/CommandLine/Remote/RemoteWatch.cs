using System.Net.ServerSentEvents;
using System.Text.Json;
using EmoVoid.Core.Runs;
using EmoVoid.Daemon.Features;
using EmoVoid.Daemon.Features.Events;
using EmoVoid.Daemon.Features.Runs;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary><c>emovoidd watch</c>: what happens, a line each, until the run is over. A stream that breaks is taken up where it broke.</summary>
internal static class RemoteWatch
{
    /// <param name="run">Null: all runs.</param>
    public static async Task<int> Follow(DaemonClient daemon, string? run, bool json, CancellationToken cancel)
    {
        var id = run is null ? null : (await daemon.Get(DaemonClient.RouteOf(run), cancel)).As<RunView>().Id;
        string? heard = null;
        while (true)
        {
            await using var stream = await daemon.Events(id, heard, cancel);
            // The stream is open: an end that comes after this question is told there.
            if (id is not null && heard is null && await IsOver(daemon, id, json, cancel) is { } over)
                return over;
            var parser = SseParser.Create(stream);
            if (await Tell(parser, id, json, cancel) is { } end)
                return end;
            heard = parser.LastEventId;
        }
    }

    private static async Task<int?> IsOver(DaemonClient daemon, string id, bool json, CancellationToken cancel)
    {
        var answer = await daemon.Get(DaemonClient.RouteOf(id), cancel);
        if (answer.As<RunView>() is not { State: var state } run || !state.IsOver())
            return null;
        Console.WriteLine(json ? answer.Json : RunText.Answer(run));
        return ExitCode(state.Word());
    }

    /// <returns>The exit code when there is nothing more to wait for; null when the stream broke.</returns>
    private static async Task<int?> Tell(SseParser<string> parser, string? id, bool json, CancellationToken cancel)
    {
        try
        {
            await foreach (var item in parser.EnumerateAsync(cancel))
            {
                var told = JsonSerializer.Deserialize<EventView>(item.Data, Api.Json)!;
                if (json)
                    Console.WriteLine(item.Data);
                else if (EventText.Of(told) is { } line)
                    Console.WriteLine(line);
                if (id is not null && EndOf(told) is { } end)
                    return end;
            }
        }
        catch (IOException)
        {
            // The next question says whether the daemon is still there.
        }

        return null;
    }

    private static int? EndOf(EventView told) => told.Kind switch
    {
        "deleted" => 1,
        RunEventRows.State when told.Data?.GetProperty("to").GetString() is "completed" or "failed" or "cancelled" => ExitCode(told.Data.Value.GetProperty("to").GetString()!),
        _ => null,
    };

    private static int ExitCode(string state) => state == "completed" ? 0 : 1;
}
