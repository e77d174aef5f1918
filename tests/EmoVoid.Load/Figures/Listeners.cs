using System.Diagnostics;
using System.Globalization;
using EmoVoid.Load.Daemons;

namespace EmoVoid.Load.Figures;

/// <summary>Many listeners to the events at once: what each of them hears, how late, and what it costs.</summary>
internal sealed class Listeners(DaemonProcess daemon, LoadOptions options, Scoreboard board)
{
    private const int Changes = 100;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100), LookEvery = TimeSpan.FromMilliseconds(50);

    public async Task Measure()
    {
        // Two listeners first: what the first of all costs belongs to none.
        await using var early = await Group.Open(daemon, 2);
        var before = Consumption.OwnMemoryOf(daemon.Id);
        await using var group = await Group.Open(daemon, options.Clients);
        var each = (Consumption.OwnMemoryOf(daemon.Id) - before) / 1024.0 / options.Clients;
        var asked = await Change();
        await daemon.Until(() => Task.FromResult(group.All(one => asked.Keys.All(one.Heard.ContainsKey))), LookEvery, "the events at every listener");
        var late = group.SelectMany(one => asked.Select(change => (one.Heard[change.Key] - change.Value) * 1000.0 / Stopwatch.Frequency));
        var after = (Consumption.OwnMemoryOf(daemon.Id) - before) / 1024.0 / options.Clients;
        var whole = group.Count(one => asked.Keys.All(one.Heard.ContainsKey) && one.Gaps == 0);
        board.Judge($"{options.Clients} listeners hear everything", whole == options.Clients, $"{whole} heard all of {asked.Count} changes, and steps without a gap", "each of them");
        board.Tell("from the request of a change to its event at a client", $"{Percentiles.Of(late)}");
        board.Tell("memory of the daemon for a listener", $"{each:0} KB when it has come, {after:0} KB after {asked.Count} changes and {group.Average(one => one.Steps):0} steps");
    }

    /// <summary>Holds a waiting run and lets it go again, many times.</summary>
    /// <returns>When each was asked for, by the name that a listener gives to its event.</returns>
    private async Task<Dictionary<string, long>> Change()
    {
        var run = (string)(await daemon.Get("/api/v1/runs?state=queued&limit=1"))["items"]![0]!["id"]!;
        var asked = new Dictionary<string, long>();
        for (var i = 0; i < Changes; i++)
        {
            var verb = i % 2 == 0 ? "hold" : "release";
            var sent = Stopwatch.GetTimestamp();
            using var answer = await daemon.Http.PostAsync(new Uri($"/api/v1/runs/{run}/{verb}", UriKind.Relative), null);
            answer.EnsureSuccessStatusCode();
            asked[string.Create(CultureInfo.InvariantCulture, $"{run} {i + 1}")] = sent;
            await Task.Delay(Between, TimeProvider.System);
        }

        return asked;
    }

    /// <summary>Listeners that came together.</summary>
    private sealed class Group(IReadOnlyList<Listener> all) : List<Listener>(all), IAsyncDisposable
    {
        public static async Task<Group> Open(DaemonProcess daemon, int count)
        {
            var group = new Group([.. Enumerable.Range(0, count).Select(_ => new Listener(daemon))]);
            await daemon.Until(() => Task.FromResult(group.TrueForAll(one => one.IsThere)), LookEvery, "the greeting of every listener");
            return group;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var one in this)
                await one.DisposeAsync();
        }
    }
}
