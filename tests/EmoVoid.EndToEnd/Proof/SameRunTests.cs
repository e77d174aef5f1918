using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Proof;

/// <summary>
/// A run that is killed anywhere (its trainer, its daemon, or both, with signal 9) goes on by itself and is the same run: the same bytes, the
/// same steps, the same light, the same measures.
/// </summary>
public class SameRunTests
{
    private const int KillsARun = 4;

    private const string Sidecar = "name = \"same\"\n[train]\nsteps = 60\nsave_every = 12\nresolution = 64\nstop_loss = 2.0\n[sample]\ncount = 0\n[validation]\nfiles = [\"00.png\"]\n";

    private static readonly string[] Settings = ["EmoVoid:RetryDelay=00:00:00.100", "EmoVoid:MostFailures=100"];

    private static readonly string[] Victims = ["trainer", "daemon", "both"];

    [Fact]
    public async Task A_run_that_is_killed_at_random_points_is_the_same_run()
    {
        var kills = ProofSize.Of(small: 8, full: 48);
        var chance = new Random(ProofSize.Seed);
        var clock = Stopwatch.StartNew();
        var uncut = await Train([]);
        var length = clock.Elapsed;
        Assert.Equal(6, uncut.Measures.Count);

        var done = new Dictionary<string, int>();
        for (var run = 0; run * KillsARun < kills; run++)
        {
            var cuts = Enumerable.Range(0, KillsARun).Select(_ => new Cut(Victims[chance.Next(Victims.Length)], chance.NextDouble() * length / KillsARun)).ToList();
            var cut = await Train(cuts);
            Assert.Equal(uncut.Checkpoints, cut.Checkpoints);
            Assert.Equal(uncut.Steps, cut.Steps);
            Assert.Equal(uncut.Measures, cut.Measures);
            foreach (var victim in cuts.Select(one => one.Victim))
                done[victim] = done.GetValueOrDefault(victim) + 1;
        }

        ProofSize.Say("killed anywhere, the same run", $"{done.Values.Sum()} kills ({string.Join(", ", done.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}"))}), {(kills + KillsARun - 1) / KillsARun} runs, all identical");
    }

    private static async Task<Result> Train(IReadOnlyList<Cut> cuts)
    {
        using var state = new TemporaryFolder();
        var daemon = await DaemonRunner.Start(state.Path, Settings);
        try
        {
            Pictures.WriteDataset(daemon.Path("inbox", "same"), 4, Sidecar);
            foreach (var cut in cuts)
            {
                // A moment is what is tried here; nothing is waited for.
                await Task.Delay(cut.After, TimeProvider.System);
                daemon = await Kill(daemon, state.Path, cut.Victim);
            }

            await Wait.Until(async () => (await daemon.Http.GetJson("/api/v1/runs"))["items"]!.AsArray() is [var run] && run!.Text("state") is "completed" or "failed", () => daemon.Log);
            return await Read(daemon);
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }

    private static async Task<DaemonRunner> Kill(DaemonRunner daemon, string state, string victim)
    {
        var trainers = Processes.ChildrenOf(daemon.Process.Id);
        if (victim is "trainer" or "both")
            foreach (var trainer in trainers)
                _ = Processes.Send(trainer, Processes.SIGKILL);
        if (victim == "trainer")
            return daemon;
        _ = Processes.Send(daemon.Process.Id, Processes.SIGKILL);
        await daemon.Process.WaitForExitAsync();
        await daemon.DisposeAsync();
        return await DaemonRunner.Start(state, Settings);
    }

    private static async Task<Result> Read(DaemonRunner daemon)
    {
        var run = (await daemon.Http.GetJson("/api/v1/runs"))["items"]![0]!.Text("id")!;
        Assert.Equal("completed", (await daemon.Http.GetJson($"/api/v1/runs/{run}")).Text("state"));
        var metrics = (await daemon.Http.GetJson($"/api/v1/runs/{run}/metrics"))["items"]!.AsArray();
        var checkpoints = (await daemon.Http.GetJson($"/api/v1/runs/{run}/checkpoints"))["items"]!.AsArray();
        // A trainer whose daemon is killed saves before it leaves: that checkpoint is one more, and no part of the plan.
        return new Result(
            [.. checkpoints.Where(one => one!.Text("reason") != "stop").Select(one => $"{(int)one!["step"]!} {one.Text("reason")} {one.Text("sha256")}")],
            [.. metrics.Select(Step)],
            [.. (await daemon.Http.GetJson($"/api/v1/runs/{run}/validation"))["items"]!.AsArray().Select(Measure)]);
    }

    // All but how long it took.
    private static string Step(JsonNode? step) => string.Create(CultureInfo.InvariantCulture,
        $"{(int)step!["step"]!} {(double)step["loss"]!:R} {(double)step["pulse"]!:R} {(double)step["medium_loss"]!:R} {(bool)step["lit"]!}");

    private static string Measure(JsonNode? one) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)one!["step"]!} {one["held_out_pairs"]!.ToJsonString()} {one["trained_pairs"]!.ToJsonString()}");

    /// <param name="After">The cut before it, or the start.</param>
    private sealed record Cut(string Victim, TimeSpan After);

    /// <param name="Checkpoints">Step, reason and hash of each that the plan or the light asks for.</param>
    /// <param name="Steps">Step, loss, rate, average and light of each, to the last digit.</param>
    /// <param name="Measures">Step, and each loss of held-out and trained pictures, to the last digit.</param>
    private sealed record Result(IReadOnlyList<string> Checkpoints, IReadOnlyList<string> Steps, IReadOnlyList<string> Measures);
}
