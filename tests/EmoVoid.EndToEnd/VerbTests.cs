using System.Net;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>What people may ask of a run and of the queue over REST, with the real trainer at work.</summary>
public class VerbTests
{
    private const string Long = "[train]\nsteps = 3000\nsave_every = 3000\nresolution = 64\n";

    [Fact]
    public async Task A_run_at_work_is_paused_resumed_cancelled_retried_and_deleted()
    {
        await using var daemon = await DaemonRunner.Start(settings: ["EmoVoid:Niceness=5"]);
        var run = await daemon.Drop("long", 3, Long);
        var atWork = await daemon.Until(run, now => (int)now["progress"]!["step"]! >= 3 && now["place"]!["memory_bytes"] is not null);
        Assert.InRange((long)atWork["place"]!["memory_bytes"]!, 50_000_000, 64_000_000_000);
        Assert.Equal(("local", "cpu"), (atWork["place"]!.Text("executor"), atWork["place"]!.Text("place")));
        Assert.All(NicenessOfTrainers(daemon), niceness => Assert.Equal(5, niceness)); // each of its threads lets the daemon go first
        Assert.True((double)atWork["progress"]!["seconds_left"]! > 0);
        Assert.True((DateTimeOffset)atWork["progress"]!["expected_at"]! > DateTimeOffset.UnixEpoch);

        await daemon.Do(HttpMethod.Post, $"runs/{run}/pause");
        var paused = await daemon.Until(run, now => now.Text("state") == "paused");
        var step = (int)paused["progress"]!["step"]!;
        Assert.Null(paused["wish"]);
        Assert.Null(paused["progress"]!["seconds_left"]);
        Assert.Null(paused["place"]!["memory_bytes"]);

        await daemon.Do(HttpMethod.Post, "runs/latest/resume");
        await daemon.Until(run, now => now.Text("state") == "training" && (int)now["progress"]!["step"]! > step);

        await daemon.Do(HttpMethod.Post, $"runs/{run}/cancel");
        var cancelled = await daemon.Until(run, now => now.Text("state") == "cancelled" && now["returned_to"] is not null);
        Assert.Equal(daemon.Path("returned", "long"), cancelled.Text("returned_to"));
        Assert.True(File.Exists(daemon.Path("returned", "long", "00.png")));

        // A moment passes between the state and the end of all that belongs to it.
        await Wait.Until(async () => (await daemon.Http.PostAsync($"/api/v1/runs/{run}/retry", null)).IsSuccessStatusCode, () => daemon.Log);
        await daemon.Until(run, now => now.Text("state") == "training");
        Assert.False(Directory.Exists(daemon.Path("returned", "long")));
        var atWorkAgain = await daemon.IsRefused(HttpStatusCode.Conflict, HttpMethod.Delete, $"runs/{run}");
        Assert.Contains("cancel it before", atWorkAgain.Text("detail"));

        await daemon.Do(HttpMethod.Post, $"runs/{run}/cancel");
        await daemon.Until(run, now => now.Text("state") == "cancelled" && now["returned_to"] is not null);
        await Wait.Until(async () => (await daemon.Http.DeleteAsync($"/api/v1/runs/{run}")).IsSuccessStatusCode, () => daemon.Log);
        await daemon.IsRefused(HttpStatusCode.NotFound, HttpMethod.Get, $"runs/{run}");
        await daemon.IsRefused(HttpStatusCode.NotFound, HttpMethod.Get, "runs/latest");
    }

    [Fact]
    public async Task A_run_that_takes_steps_saves_and_makes_pictures_when_it_is_asked()
    {
        await using var daemon = await DaemonRunner.Start();
        var run = await daemon.Drop("long", 3, Long + "[sample]\ncount = 1\nsteps = 2\n");
        var step = (int)(await daemon.Until(run, now => (int)now["progress"]!["step"]! >= 3))["progress"]!["step"]!;

        await daemon.Do(HttpMethod.Post, $"runs/{run}/save");
        JsonNode? saved = null;
        await Wait.Until(
            async () => (saved = (await daemon.Http.GetJson($"/api/v1/runs/{run}/checkpoints"))["items"]!.AsArray().FirstOrDefault(one => one!.Text("reason") == "asked")) is not null,
            () => daemon.Log);
        Assert.True((int)saved!["step"]! >= step);
        using (var file = await daemon.Http.GetAsync(saved.Text("download")))
            Assert.Equal((long)saved["bytes"]!, (await file.Content.ReadAsByteArrayAsync()).Length);

        await daemon.Do(HttpMethod.Post, $"runs/{run}/sample");
        var pictures = daemon.Path("work", run, "checkpoints", "samples");
        await Wait.Until(() => Directory.Exists(pictures) && Directory.GetFiles(pictures, "*.png").Length > 0, () => daemon.Log);
        var then = (int)(await daemon.Http.GetJson($"/api/v1/runs/{run}"))["progress"]!["step"]!;
        await daemon.Until(run, now => now.Text("state") == "training" && (int)now["progress"]!["step"]! > then); // and goes on
    }

    [Fact]
    public async Task What_a_state_does_not_allow_is_refused_with_the_state()
    {
        await using var daemon = await DaemonRunner.Start();
        await daemon.Do(HttpMethod.Post, "queue/hold");
        var run = await daemon.Drop("waits", 3, Long);

        foreach (var verb in new[] { "retry", "save", "sample" })
        {
            var refused = await daemon.IsRefused(HttpStatusCode.Conflict, HttpMethod.Post, $"runs/{run}/{verb}");
            Assert.Equal(("queued", run), (refused.Text("state"), refused.Text("run")));
        }
        await daemon.Do(HttpMethod.Post, $"runs/{run}/hold");
        Assert.Equal("paused", (await daemon.Do(HttpMethod.Post, $"runs/{run}/hold")).Text("state"));
        Assert.Equal("paused", (await daemon.IsRefused(HttpStatusCode.Conflict, HttpMethod.Patch, $"runs/{run}", new { position = 1 })).Text("state"));
        Assert.Equal("queued", (await daemon.Do(HttpMethod.Post, $"runs/{run}/release")).Text("state"));
        await daemon.Do(HttpMethod.Post, $"runs/{run}/cancel");
        foreach (var verb in new[] { "pause", "resume", "hold", "release" })
            Assert.Equal("cancelled", (await daemon.IsRefused(HttpStatusCode.Conflict, HttpMethod.Post, $"runs/{run}/{verb}")).Text("state"));
        Assert.Equal("cancelled", (await daemon.IsRefused(HttpStatusCode.Conflict, HttpMethod.Patch, $"runs/{run}", new { priority = 1 })).Text("state"));
        var place = (await daemon.Do(HttpMethod.Delete, $"runs/{run}")).Text("files");
        Assert.True(Directory.Exists(place), place);
        foreach (var verb in new[] { "pause", "resume", "cancel", "retry", "hold", "release", "save", "sample" })
            await daemon.IsRefused(HttpStatusCode.NotFound, HttpMethod.Post, $"runs/{run}/{verb}");
    }

    [Fact]
    public async Task The_queue_is_held_reordered_and_released_and_every_row_says_why_it_waits()
    {
        await using var daemon = await DaemonRunner.Start();
        await daemon.Do(HttpMethod.Post, "queue/hold");
        foreach (var name in new[] { "first", "second", "third" })
            await daemon.Drop(name, 2, Long);
        await daemon.Until("third", now => now["queue"]!["waits"]?.Text("kind") == "hold");

        Assert.Equal(["third", "first", "second"], Order(await daemon.Do(HttpMethod.Post, "queue/move", new { run = "third", position = 1 })));
        var moved = await daemon.Do(HttpMethod.Patch, "runs/second", new { position = 2 });
        Assert.Equal(2, (int)moved["queue"]!["position"]!);
        await daemon.Do(HttpMethod.Patch, "runs/first", new { priority = 7, start_at = "2999-01-01T00:00:00Z", hours = "22:00-07:00" });
        Assert.Equal(["first", "third", "second"], Order(await daemon.Http.GetJson("/api/v1/queue")));
        Assert.Equal(["third"], Order(await daemon.Http.GetJson("/api/v1/queue?limit=1&offset=1")));
        Assert.Equal(["first", "third", "second"], Order(await daemon.Http.GetJson("/api/v1/runs?order=queue&state=queued")));
        await daemon.Do(HttpMethod.Patch, "runs/second", new { start_at = "2999-01-01T00:00:00Z" });

        Assert.False((bool)(await daemon.Do(HttpMethod.Patch, "settings", new Dictionary<string, bool> { ["queue.held"] = false }))["items"]![0]!["value"]!);
        await daemon.Until("third", now => now.Text("state") == "training");
        var first = await daemon.Until("first", now => now["queue"]!["waits"]?.Text("kind") == "schedule");
        Assert.Equal(DateTimeOffset.Parse("2999-01-01T00:00:00Z"), (DateTimeOffset)first["queue"]!["waits"]!["until"]!);
        Assert.Equal((7, "22:00-07:00"), ((int)first["queue"]!["priority"]!, first["queue"]!.Text("hours")));
        // null takes back what was said, and what is not named stays.
        var freed = await daemon.Do(HttpMethod.Patch, "runs/first", new { hours = (string?)null });
        Assert.Equal((null, 7), (freed["queue"]!.Text("hours"), (int)freed["queue"]!["priority"]!));
        Assert.NotNull(freed["queue"]!["start_at"]);
    }

    [Fact]
    public async Task Wrong_requests_are_answered_with_every_mistake_and_change_nothing()
    {
        await using var daemon = await DaemonRunner.Start();
        await daemon.Do(HttpMethod.Post, "queue/hold");
        var run = await daemon.Drop("waits", 2, Long);

        var both = (await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Patch, $"runs/{run}", new { priority = 1, position = 0, hours = "late" })).ToJsonString();
        Assert.Contains("position is 0", both);
        Assert.Contains("both named", both);
        Assert.Contains("hours is", both);
        Assert.Contains("prioritty", (await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Patch, $"runs/{run}", new { prioritty = 1 })).ToJsonString());
        await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Patch, $"runs/{run}", new { });
        await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Patch, $"runs/{run}", new StringContent("{\"priority\":", null, "application/json"));
        await daemon.IsRefused(HttpStatusCode.UnsupportedMediaType, HttpMethod.Patch, $"runs/{run}");
        var settings = (await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Patch, "settings", new Dictionary<string, object> { ["queue.held"] = 3, ["queue.hold"] = true })).ToJsonString();
        Assert.Contains("queue.held is 3", settings);
        Assert.Contains("queue.hold", settings);
        Assert.Contains("sleeping", (await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Get, "runs?state=queued,sleeping")).ToJsonString());

        var after = await daemon.Http.GetJson($"/api/v1/runs/{run}");
        Assert.Equal((0, (string?)null), ((int)after["queue"]!["priority"]!, after["queue"]!.Text("hours")));
        Assert.True((bool)(await daemon.Http.GetJson("/api/v1/queue"))["held"]!);
    }

    [Fact]
    public async Task Runs_are_found_by_state_model_and_text()
    {
        await using var daemon = await DaemonRunner.Start();
        await daemon.Do(HttpMethod.Post, "queue/hold");
        await daemon.Drop("100% Zenigata", 2, Long);
        await daemon.Drop("mochi", 2, Long);
        await daemon.Do(HttpMethod.Post, "runs/mochi/pause");

        Assert.Equal(["100-zenigata"], await Ids("?q=ZENI"));
        Assert.Equal(["100-zenigata"], await Ids("?q=100%25"));
        Assert.Empty(await Ids("?q=1%25Z"));
        Assert.Equal(["mochi", "100-zenigata"], await Ids("?state=paused&state=queued&model=anima-nano"));
        Assert.Equal(["100-zenigata", "mochi"], await Ids("?state=paused,queued&order=oldest"));
        Assert.Equal(["mochi"], await Ids("?state=paused"));
        Assert.Empty(await Ids("?model=anima"));
        Assert.Equal(["100-zenigata"], await Ids("?limit=1&offset=1"));

        async Task<IEnumerable<string?>> Ids(string query) => Order(await daemon.Http.GetJson("/api/v1/runs" + query));
    }

    private static IEnumerable<string?> Order(JsonNode list) => list["items"]!.AsArray().Select(one => one!.Text("id"));

    private static List<int> NicenessOfTrainers(DaemonRunner daemon) =>
    [
        .. from child in Proof.Processes.ChildrenOf(daemon.Process.Id)
           from thread in Directory.GetDirectories($"/proc/{child}/task")
           let stat = File.ReadAllText(Path.Combine(thread, "stat"))
           select int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16]), // the field nice, by proc(5)
    ];
}
