using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Notifications;

/// <summary>From what happens in a real daemon to a stranger's program.</summary>
public class WebhookTests
{
    private const string Secret = "a-secret-of-the-webhook-tests";

    private static string[] SettingsFor(string url) =>
        [$"EmoVoid:Webhooks:0:Url={url}", $"EmoVoid:Webhooks:0:Secret={Secret}", "EmoVoid:Webhooks:0:Name=hook", "EmoVoid:Notifications:FirstRetry=00:00:00.2"];

    [Fact]
    public async Task A_receiver_that_was_away_hears_of_everything_after_the_daemon_was_killed_and_started_again()
    {
        using var state = new TemporaryFolder();
        await using var hook = new HookListener();
        var settings = SettingsFor(hook.Address + "path-secret");
        await using (var daemon = await StandIn.Start(state.Path, settings))
        {
            var run = await daemon.Drop("a-ok", 1, StandIn.Sidecar);
            await daemon.Until(run, one => one.Text("state") == "completed");
            Pictures.WriteDataset(daemon.Path("inbox", "bad"), 1, "[train]\nrank = 0\n");
            await Wait.Until(async () => (int)(await Deliveries(daemon, "?state=waiting"))["total"]! == 2, () => daemon.Log);
            daemon.Process.Kill();
            await daemon.Process.WaitForExitAsync();
        }

        hook.Listen();
        await using var next = await StandIn.Start(state.Path, settings);
        await Wait.Until(async () => (int)(await Deliveries(next, "?state=delivered"))["total"]! == 2, () => next.Log);

        Assert.Equal(["inbox.rejected", "run.completed"], hook.Told.Select(told => told.Text("event")!).Distinct().Order());
        Assert.Equal(2, hook.Got.Select(got => got.Id).Distinct().Count());
        Assert.All(hook.Got, got => Assert.True(HookListener.IsSigned(got, Secret)));
        var completed = hook.Told.First(told => told.Text("event") == "run.completed");
        Assert.Equal(["completed", "a-ok"], [completed["run"]!.Text("state"), completed["run"]!.Text("id")]);
        Assert.True(File.Exists(completed.Text("recommended_file")), completed.Text("recommended_file"));
        Assert.Contains((int)completed["recommendation"]!["candidates"]![0]!["step"]!, new[] { 1, 10 });
        Assert.Contains("rank", hook.Told.First(told => told.Text("event") == "inbox.rejected").Text("message"));

        var shown = (await Deliveries(next, "")).ToJsonString();
        Assert.DoesNotContain("secret", shown);
        Assert.DoesNotContain("secret", next.Log);
    }

    [Fact]
    public async Task A_test_is_sent_over_the_api_and_from_the_command_line()
    {
        using var state = new TemporaryFolder();
        await using var hook = new HookListener();
        hook.Listen();
        state.Write("emovoid.json", $$"""{ "EmoVoid": { "Webhooks": [ { "Url": "{{hook.Address}}path-secret", "Secret": "{{Secret}}", "Name": "hook" } ] } }""");
        await using var daemon = await StandIn.Start(state.Path);

        using var answer = await daemon.Http.PostAsync("/api/v1/notifications/test", null);
        var receiver = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["receivers"]!.AsArray().Single()!;
        Assert.Equal(("hook", true), (receiver.Text("receiver"), (bool)receiver["taken"]!));

        var typed = await Programs.Run(Binaries.Daemon, ["notify", "test", "--state", state.Path]);
        Assert.Equal((0, "hook: taken\n"), (typed.ExitCode, typed.Output));
        Assert.Equal(["test", "test"], hook.Told.Select(told => told.Text("event")));

        await hook.DisposeAsync();
        typed = await Programs.Run(Binaries.Daemon, ["notify", "test", "--state", state.Path]);
        Assert.Equal(1, typed.ExitCode);
        Assert.StartsWith("hook: not taken. It cannot be reached: Connection refused", typed.Output);
    }

    private static Task<JsonNode> Deliveries(DaemonRunner daemon, string query) => daemon.Http.GetJson("/api/v1/notifications/deliveries" + query);
}
