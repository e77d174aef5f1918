using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Notifications;

/// <summary>A daemon on a real broker, as Home Assistant sees it.</summary>
public class MqttTests
{
    private const string Discovery = "homeassistant/device/emovoid/config", Availability = "emovoid/emovoid/availability", State = "emovoid/emovoid/state",
        Sheet = "emovoid/emovoid/sheet", Command = "emovoid/emovoid/command/";

    [Fact]
    public async Task The_device_is_described_as_home_assistant_wants_it()
    {
        await using var broker = await Mosquitto.Start();
        await using var daemon = await StandIn.Start(null, broker.Settings);
        await Wait.Until(() => broker.Last(State) is not null, () => daemon.Log);

        var device = JsonNode.Parse((await broker.Kept(Discovery))!)!;
        Assert.Equal("emovoid", (string?)device["device"]!["identifiers"]![0]);
        Assert.NotNull(device["origin"]!.Text("name"));
        var components = device["components"]!.AsObject();
        Assert.Equal(
            ["binary_sensor", "button", "image", "sensor"], components.Select(one => one.Value!.Text("platform")!).Distinct().Order());
        Assert.Equal(components.Count, components.Select(one => one.Value!.Text("unique_id")).Distinct().Count());
        Assert.All(components, one => Assert.False(string.IsNullOrEmpty(one.Value!.Text("unique_id"))));
        Assert.All(components, one => Assert.Equal(Availability, one.Value!.Text("availability_topic")));
        Assert.All(Of("sensor").Concat(Of("binary_sensor")), one => Assert.Equal(State, one.Text("state_topic")));
        Assert.Equal(["command/pause", "command/resume", "command/skip"], Of("button").Select(button => button.Text("command_topic")!["emovoid/emovoid/".Length..]));
        Assert.Equal(Sheet, Of("image").Single().Text("image_topic"));

        // Every template names a member that the state has.
        var state = JsonNode.Parse(broker.Last(State)!)!.AsObject();
        foreach (var template in Of("sensor").Concat(Of("binary_sensor")).Select(one => one.Text("value_template")!))
            Assert.True(state.ContainsKey(template.Replace("{{ value_json.", "").Replace(" }}", "")), template);
        Assert.Contains((string?)state["state"], Of("sensor").First(one => one["options"] is not null)["options"]!.AsArray().Select(option => (string?)option));
        Assert.Equal("online", await broker.Kept(Availability));

        IEnumerable<JsonNode> Of(string platform) => components.Select(one => one.Value!).Where(one => one.Text("platform") == platform);
    }

    [Fact]
    public async Task The_state_follows_the_runs_and_the_buttons_pause_skip_and_resume_them()
    {
        await using var broker = await Mosquitto.Start();
        await broker.Say(Command + "pause", "PRESS", keep: true); // pressed before the daemon was there: long past
        await using var daemon = await StandIn.Start(null, broker.Settings);
        await broker.Until(state => state.Text("state") == "idle", () => daemon.Log);
        var first = await daemon.Drop("1-pause", 1, StandIn.Sidecar);
        var second = await daemon.Drop("2-pause", 1, StandIn.Sidecar);

        await broker.Until(state => state.Text("state") == "training" && (int?)state["queue"] == 1, () => daemon.Log);
        var training = JsonNode.Parse(broker.Last(State)!)!;
        Assert.Equal(("1-pause", 1, 10, 10.0), (training.Text("run"), (int?)training["step"], (int?)training["steps"], (double?)training["progress"]));
        Assert.Equal((0.05, 0.0001, "OFF", "OFF"), ((double?)training["loss"], (double?)training["rate"], training.Text("light"), training.Text("problem")));
        Assert.NotNull(training.Text("eta"));

        await broker.Say(Command + "skip", "PRESS");
        await broker.Until(state => state.Text("run") == "2-pause", () => daemon.Log);
        Assert.Equal("paused", (await daemon.Http.GetJson($"/api/v1/runs/{first}")).Text("state"));

        await broker.Say(Command + "pause", "PRESS");
        await broker.Until(state => state.Text("state") == "held" && state.Text("run") is null, () => daemon.Log);
        Assert.Equal("paused", (await daemon.Http.GetJson($"/api/v1/runs/{second}")).Text("state"));

        await broker.Say(Command + "resume", "PRESS");
        foreach (var run in new[] { first, second })
            await daemon.Until(run, one => one.Text("state") == "completed");
        await broker.Until(state => state.Text("state") == "idle", () => daemon.Log);
        Assert.DoesNotContain(Mosquitto.Password, daemon.Log);
    }

    [Fact]
    public async Task A_daemon_that_is_killed_goes_offline_and_so_does_one_that_is_stopped()
    {
        await using var broker = await Mosquitto.Start();
        await using (var daemon = await StandIn.Start(null, broker.Settings))
        {
            await Wait.Until(() => broker.Last(Availability) == "online", () => daemon.Log);
            daemon.Process.Kill(); // SIGKILL: the broker says it in the daemon's stead
            await Wait.Until(() => broker.Last(Availability) == "offline", () => daemon.Log);
        }

        await using var next = await StandIn.Start(null, broker.Settings);
        await Wait.Until(() => broker.Last(Availability) == "online", () => next.Log);
        Assert.Equal(0, await next.Terminate());
        Assert.Equal("offline", await broker.Kept(Availability));
    }

    [Fact]
    public async Task A_broker_that_comes_back_is_told_everything_anew_and_meanwhile_the_health_says_that_it_is_away()
    {
        await using var broker = await Mosquitto.Start();
        await using var daemon = await StandIn.Start(null, broker.Settings);
        await Wait.Until(() => broker.Last(State) is not null, () => daemon.Log);

        await broker.Down();
        await Wait.Until(async () => (await Warnings(daemon)).Any(warning => warning.StartsWith($"The MQTT broker 127.0.0.1:{broker.Port} cannot be reached:", StringComparison.Ordinal)), () => daemon.Log);
        Assert.True((await daemon.Http.GetAsync("/health/ready")).IsSuccessStatusCode);

        await broker.Up();
        await Wait.Until(() => broker.Last(Discovery) is not null && broker.Last(State) is not null && broker.Last(Availability) == "online", () => daemon.Log);
        Assert.Empty(await Warnings(daemon));
        Assert.Single(daemon.Log.Split('\n'), line => line.Contains("cannot be reached"));
    }

    [Fact]
    public async Task Home_assistant_that_starts_is_told_everything_anew_with_the_last_contact_sheet()
    {
        await using var broker = await Mosquitto.Start();
        await using var daemon = await StandIn.Start(null, broker.Settings);
        var run = await daemon.Drop("a-ok", 1, StandIn.Sidecar);
        await daemon.Until(run, one => one.Text("state") == "completed");
        await broker.Until(state => state.Text("state") == "idle", () => daemon.Log);
        var sheet = daemon.Path("output", run, "samples.png");
        TinyPng.Write(sheet, 200, 100);
        var before = broker.Count(Discovery);

        await broker.Say("homeassistant/status", "online");
        await Wait.Until(() => broker.Count(Discovery) > before && broker.Last(Sheet) is not null, () => daemon.Log);

        Assert.Equal(await File.ReadAllBytesAsync(sheet), broker.Heard.Last(message => message.Topic == Sheet).Payload);
    }

    private static async Task<IEnumerable<string>> Warnings(DaemonRunner daemon) => (await daemon.Http.GetJson("/api/v1/health"))["warnings"]!.AsArray().Select(warning => (string)warning!);
}
