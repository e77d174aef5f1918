using System.Net;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;

namespace EmoVoid.EndToEnd;

/// <summary>What happens, as it is told to those who listen.</summary>
public class EventTests
{
    private const string Short = "[train]\nsteps = 120\nsave_every = 20\nresolution = 64\n[sample]\ncount = 0\n";

    [Fact]
    public async Task A_listener_that_is_cut_off_again_and_again_hears_every_event_and_every_step_once_and_in_order()
    {
        await using var daemon = await DaemonRunner.Start();
        await daemon.Do(HttpMethod.Post, "queue/hold");
        var run = await daemon.Drop("pictures", 3, Short);
        var heard = new List<JsonNode>();
        string? lastId = "0";
        await daemon.Do(HttpMethod.Post, "queue/release");

        // Some times it is cut off at once, before any event, and some times in the middle of the steps.
        for (var cut = 0; heard.All(one => !IsEnd(one)); cut++)
        {
            await using var listener = await EventReader.Open(daemon, $"/api/v1/runs/{run}/events", lastId);
            for (var events = 0; events < cut % 4 && heard.All(one => !IsEnd(one)); events++)
                heard.Add((await listener.Next())!);
            lastId = listener.LastId is { Length: > 0 } id ? id : lastId;
        }

        var rows = (await daemon.Http.GetJson("/api/v1/events", accept: "application/json"))["items"]!.AsArray();
        Assert.Equal(rows.Select(row => (long)row!["id"]!), heard.Where(one => one["id"] is not null).Select(one => (long)one["id"]!));
        Assert.Equal(Enumerable.Range(1, 120), StepsIn(heard));
        Assert.Contains(rows, row => row!.Text("kind") == "checkpoint" && (int)row!["data"]!["step"]! == 20);
    }

    [Fact]
    public async Task Who_comes_late_hears_all_of_a_run_that_is_over()
    {
        await using var daemon = await DaemonRunner.Start();
        var run = await daemon.Drop("pictures", 2, "[train]\nsteps = 700\nsave_every = 700\nresolution = 64\n[sample]\ncount = 0\n");
        await daemon.Until(run, now => now.Text("state") == "completed");

        await using var listener = await EventReader.Open(daemon, "/api/v1/events?after=0");
        var heard = await listener.Until(IsEnd);

        // 700 steps come as 500 points at most, which stand for all of them.
        var points = heard.Where(one => one.Text("kind") == "steps").SelectMany(one => one["data"]!["steps"]!.AsArray()).ToList();
        Assert.InRange(points.Count, 100, 500);
        Assert.Equal(700, points.Sum(point => (int?)point!["spread"]?["steps"] ?? 1));
        Assert.Equal(700, (int)points[^1]!["step"]!);
        await using var nothingNew = await EventReader.Open(daemon, $"/api/v1/runs/{run}/events", listener.LastId);
        await daemon.Do(HttpMethod.Delete, $"runs/{run}");
        Assert.Equal("deleted", (await nothingNew.Next())!.Text("kind"));
        Assert.Null(await nothingNew.Next());
    }

    [Fact]
    public async Task A_daemon_that_stops_ends_its_streams_in_order()
    {
        await using var daemon = await DaemonRunner.Start();
        var listeners = new List<EventReader>();
        for (var i = 0; i < 20; i++)
            listeners.Add(await EventReader.Open(daemon, "/api/v1/events"));

        Assert.Equal(0, await daemon.Terminate());

        foreach (var listener in listeners)
        {
            Assert.Null(await listener.Next()); // an end, and no broken connection
            await listener.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_wrong_id_of_an_event_is_refused_in_words()
    {
        await using var daemon = await DaemonRunner.Start();
        foreach (var wrong in new[] { "x", "1:", "1:a", "1:a=b", "-1", "1:2:3" })
            Assert.Contains("is not the id of an event", (await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Get, "events?after=" + Uri.EscapeDataString(wrong))).ToJsonString());
        await daemon.IsRefused(HttpStatusCode.NotFound, HttpMethod.Get, "runs/none/events");
    }

    private static bool IsEnd(JsonNode told) => told.Text("kind") == "state" && (told["data"]!.Text("to") is "completed" or "failed");

    private static IEnumerable<int> StepsIn(IEnumerable<JsonNode> heard) => heard
        .Where(one => one.Text("kind") == "steps").SelectMany(one => one["data"]!["steps"]!.AsArray()).Select(step => (int)step!["step"]!);
}
