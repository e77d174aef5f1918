using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Notifications;

/// <summary>What Prometheus reads.</summary>
public partial class MetricsTests
{
    [Fact]
    public async Task A_run_at_work_has_series_of_its_own_and_one_that_is_over_has_none()
    {
        await using var daemon = await StandIn.Start(null);
        var run = await daemon.Drop("a-pause", 1, StandIn.Sidecar);
        await daemon.Until(run, one => (int)one["progress"]!["step"]! == 1);
        await Wait.Until(async () => (await Metrics(daemon)).Contains("emovoid_step_seconds_count 1"), () => daemon.Log);
        var atWork = await Metrics(daemon);

        foreach (var line in new[]
        {
            "emovoid_runs{state=\"training\"} 1", "emovoid_runs{state=\"queued\"} 0", "emovoid_queue_length 0", "emovoid_run_step{run=\"a-pause\"} 1", "emovoid_run_steps{run=\"a-pause\"} 10",
            "emovoid_run_loss{run=\"a-pause\"} 0.05", "emovoid_run_medium_loss{run=\"a-pause\"} 0.05", "emovoid_run_learning_rate{run=\"a-pause\"} 0.0001",
            "emovoid_run_light{run=\"a-pause\"} 0", "emovoid_run_seconds_left{run=\"a-pause\"} 0.09", "emovoid_outbox_waiting 0",
        })
            Assert.Contains(line + "\n", atWork);
        Assert.Matches(@"emovoid_run_trainer_resident_bytes\{run=""a-pause""\} [1-9]\d+\n", atWork);
        Assert.DoesNotContain("emovoid_gpu_memory_used_bytes{", atWork); // there is none
        Assert.Matches(@"emovoid_queue_look_seconds [\d.E-]+\n", atWork);
        Assert.Matches(@"process_cpu_seconds_total [\d.]+\n", atWork);

        (await daemon.Http.GetAsync("/api/v1/runs/none")).Dispose();
        (await daemon.Http.GetAsync("/made/up/by-a-scanner")).Dispose();
        Assert.Contains("emovoid_http_request_seconds_count{method=\"GET\",route=\"/api/v1/runs/{id}\",status=\"4xx\"} 1\n", await Metrics(daemon));
        Assert.DoesNotContain("scanner", await Metrics(daemon));

        Assert.Equal(0, Kill(daemon));
        await daemon.Until(run, one => one.Text("state") == "completed");
        Assert.DoesNotContain("a-pause", await Metrics(daemon));
    }

    [Fact]
    public async Task The_dashboard_asks_for_nothing_that_is_not_there()
    {
        var dashboard = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path("packaging", "grafana", "emovoid.json")))!;
        await using var daemon = await StandIn.Start(null);
        var run = await daemon.Drop("a-pause", 1, StandIn.Sidecar);
        await daemon.Until(run, one => (int)one["progress"]!["step"]! == 1);
        await Wait.Until(async () => (await Metrics(daemon)).Contains("emovoid_http_request_seconds_bucket"), () => daemon.Log);
        var there = SeriesName().Matches(await Metrics(daemon)).Select(match => match.Groups[1].Value).ToHashSet();

        var panels = dashboard["panels"]!.AsArray();
        var asked = panels.SelectMany(panel => panel!["targets"]?.AsArray() ?? []).Select(target => target!.Text("expr")!).ToList();
        Assert.InRange(asked.Count, 12, 100);
        foreach (var name in asked.SelectMany(expression => MetricName().Matches(expression)).Select(match => match.Value).Distinct())
            Assert.Contains(name, there);
        Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
    }

    // The trainer halts in its first step: without it, the run is started again and goes to its end.
    private static int Kill(DaemonRunner daemon) => Proof.Processes.Send(Proof.Processes.ChildrenOf(daemon.Process.Id).Single(), Proof.Processes.SIGKILL);

    private static async Task<string> Metrics(DaemonRunner daemon)
    {
        using var answer = await daemon.Http.GetAsync("/metrics");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex(@"^(\w+)[{ ]", RegexOptions.Multiline)]
    private static partial Regex SeriesName();

    [GeneratedRegex(@"\b(emovoid|process|dotnet)_\w+")]
    private static partial Regex MetricName();
}
