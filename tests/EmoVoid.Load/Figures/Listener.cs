using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using EmoVoid.Load.Daemons;

namespace EmoVoid.Load.Figures;

/// <summary>One client of the stream of all events.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly Task listening;
    private readonly Dictionary<string, int> changes = [], last = [];

    public Listener(DaemonProcess daemon) => listening = Listen(daemon);

    /// <summary>Whether it has been greeted.</summary>
    public bool IsThere { get; private set; }

    /// <summary>When a run's change of state was heard, by the run and how many changes of it were heard before: <c>mochi 3</c>.</summary>
    public ConcurrentDictionary<string, long> Heard { get; } = [];

    public int Steps { get; private set; }

    /// <summary>How often a step did not follow the one before.</summary>
    public int Gaps { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await listening.ContinueWith(_ => { }, TaskScheduler.Default);
        end.Dispose();
    }

    private async Task Listen(DaemonProcess daemon)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/events", UriKind.Relative)) { Headers = { { "Accept", "text/event-stream" } } };
        using var answer = await daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(end.Token));
        while (await lines.ReadLineAsync(end.Token) is { } line)
            if (line.StartsWith("data:", StringComparison.Ordinal))
                Take(JsonNode.Parse(line[5..])!, Stopwatch.GetTimestamp());
            else
                IsThere = true;
    }

    private void Take(JsonNode told, long now)
    {
        var (run, kind) = ((string)told["run"]!, (string?)told["kind"]);
        if (kind == "state")
        {
            var number = changes[run] = changes.GetValueOrDefault(run) + 1;
            Heard[string.Create(CultureInfo.InvariantCulture, $"{run} {number}")] = now;
        }
        else if (kind == "steps")
            TakeSteps(run, told["data"]!["steps"]!.AsArray());
    }

    private void TakeSteps(string run, JsonArray steps)
    {
        foreach (var one in steps)
        {
            var step = (int)one!["step"]!;
            if (last.TryGetValue(run, out var before) && step != before + 1)
                Gaps++;
            last[run] = step;
            Steps++;
        }
    }
}
