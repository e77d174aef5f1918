using System.Net;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.EndToEnd.Proof;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>Folders with a <c>[sweep]</c>, with the real daemon and the real trainer.</summary>
public class SweepTests
{
    private const string Short = "[train]\nsteps = 6\nsave_every = 2\nresolution = 64\n[sample]\ncount = 0\n";

    private const string Long = "[train]\nsteps = 3000\nsave_every = 3000\nresolution = 64\n[sample]\ncount = 0\n";

    private const string TwoByTwo = "[sweep]\nrank = [2, 4]\nseed = [1, 2]\n";

    private static readonly string[] Ids = ["zenigata-rank2-seed1", "zenigata-rank2-seed2", "zenigata-rank4-seed1", "zenigata-rank4-seed2"];

    [Fact]
    public async Task Two_by_two_go_in_and_four_runs_and_one_report_come_out()
    {
        await using var daemon = await DaemonRunner.Start();
        await daemon.Do(HttpMethod.Post, "queue/hold");
        await daemon.Drop("zenigata", 3, Short + TwoByTwo);
        Assert.Equal(Ids, (await daemon.Http.GetJson("/api/v1/runs?group=zenigata&order=oldest"))["items"]!.AsArray().Select(run => run!.Text("id")));
        var waiting = await daemon.Http.GetJson("/api/v1/groups/zenigata");
        Assert.Equal((4, "No run is completed yet."), ((int)waiting["states"]!["queued"]!, waiting["comparison"]!.Text("answer")));
        Assert.Equal(HttpStatusCode.NotFound, (await daemon.Http.GetAsync("/api/v1/groups/zenigata/plot.png")).StatusCode);
        await daemon.Do(HttpMethod.Post, "queue/release");

        var group = await UntilOver(daemon);

        Assert.Equal(4, (int)group["states"]!["completed"]!);
        Assert.Equal(daemon.Path("output", "zenigata", "report.md"), group.Text("report"));
        Assert.Equal(["dataset", "plot.png", "report.json", "report.md"], Names(daemon.Path("output", "zenigata")));
        Assert.Equal(7, Names(daemon.Path("output", "zenigata", "dataset")).Count()); // three pictures, three captions, the sidecar
        Assert.Empty(Names(daemon.Path("work")));
        var choice = group["comparison"]!["choices"]![0]!;
        Assert.Contains(choice.Text("run"), Ids);
        Assert.StartsWith($"Take step {(int)choice["step"]!} of {choice.Text("run")}.", group["comparison"]!.Text("answer"));
        Assert.Equal(2, choice["settings"]!.AsArray().Count);
        Assert.True((double)choice["noise"]!["needed"]! > 0);
        foreach (var id in Ids)
        {
            Assert.True(File.Exists(daemon.Path("output", id, "recommended.safetensors")));
            Assert.False(Directory.Exists(daemon.Path("output", id, "dataset")));
            Assert.Equal(("zenigata", "zenigata"), ((await daemon.Http.GetJson($"/api/v1/runs/{id}")).Text("group"), (await daemon.Http.GetJson($"/api/v1/runs/{id}")).Text("folder")));
        }

        var text = await daemon.Http.GetStringAsync("/api/v1/groups/zenigata/report");
        Assert.StartsWith("# zenigata: 4 runs\n", text);
        Assert.Contains($"of {choice.Text("run")}**", await File.ReadAllTextAsync(daemon.Path("output", "zenigata", "report.md")));
        Assert.Equal("image/png", (await daemon.Http.GetAsync("/api/v1/groups/zenigata/plot.png")).Content.Headers.ContentType!.MediaType);
        Assert.Equal("zenigata", Assert.Single((await daemon.Http.GetJson("/api/v1/groups"))["items"]!.AsArray())!.Text("id"));
        Assert.Contains("There is no group 'mochi'.", (await daemon.IsRefused(HttpStatusCode.NotFound, HttpMethod.Get, "groups/mochi")).Text("detail"));

        await MemberIsMadeAgain(daemon, choice.Text("run")!);
    }

    [Fact]
    public async Task A_run_is_cancelled_alone_and_a_group_as_a_whole_on_the_command_line_too()
    {
        await using var daemon = await DaemonRunner.Start();
        await daemon.Drop("zenigata", 3, Long + TwoByTwo);
        await daemon.Until(Ids[0], now => now.Text("state") == "training");
        await daemon.Do(HttpMethod.Post, $"runs/{Ids[3]}/cancel");
        await daemon.Until(Ids[3], now => now.Text("state") == "cancelled");
        Assert.True(Directory.Exists(daemon.Path("work", "zenigata", "dataset")));

        Assert.Contains("zenigata", await Says("groups"));
        await Says("group", "pause", "zenigata");
        await daemon.Until(Ids[0], now => now.Text("state") == "paused");
        Assert.Equal(3, (int)(await daemon.Http.GetJson("/api/v1/groups/zenigata"))["states"]!["paused"]!);
        await Says("group", "resume", "zenigata");
        await daemon.Until(Ids[0], now => now.Text("state") == "training");
        Assert.Contains("No run is completed yet.", await Says("group", "show", "zenigata"));

        await Says("group", "cancel", "zenigata");
        var group = await UntilOver(daemon);
        Assert.Equal((4, daemon.Path("returned", "zenigata")), ((int)group["states"]!["cancelled"]!, group.Text("returned_to")));
        Assert.Equal(7, Names(daemon.Path("returned", "zenigata")).Count());
        Assert.Empty(Names(daemon.Path("output")));

        // One of them is wanted after all.
        await Wait.Until(async () => (await daemon.Http.PostAsync($"/api/v1/runs/{Ids[1]}/retry", null)).IsSuccessStatusCode, () => daemon.Log);
        await daemon.Until(Ids[1], now => now.Text("state") == "training");
        Assert.False(Directory.Exists(daemon.Path("returned", "zenigata")));
        await daemon.IsRefused(HttpStatusCode.Conflict, HttpMethod.Delete, "groups/zenigata");
        await Says("group", "cancel", "zenigata");
        await UntilOver(daemon);
        await Wait.Until(async () => (await daemon.Http.DeleteAsync("/api/v1/groups/zenigata")).IsSuccessStatusCode, () => daemon.Log);
        Assert.Equal(0, (int)(await daemon.Http.GetJson("/api/v1/runs"))["total"]!);
        Assert.Equal(7, Names(daemon.Path("returned", "zenigata")).Count());

        async Task<string> Says(params string[] words)
        {
            var result = await Programs.Run(Binaries.Daemon, [.. words, "--url", daemon.Http.BaseAddress!.ToString()]);
            Assert.True(result.ExitCode == 0, $"{string.Join(' ', words)}: {result.ExitCode} {result.Output}{result.Error}\n{daemon.Log}");
            return result.Output;
        }
    }

    [Fact]
    public async Task A_daemon_that_is_killed_in_the_middle_goes_on_with_the_group_and_doubles_nothing()
    {
        using var state = new TemporaryFolder();
        var daemon = await DaemonRunner.Start(state.Path);
        try
        {
            await daemon.Drop("zenigata", 3, Short + TwoByTwo);
            foreach (var at in Ids.Take(3))
            {
                await Wait.Until(async () => (await daemon.Http.GetJson($"/api/v1/runs/{at}")).Text("state") is not "queued", () => daemon.Log);
                _ = Processes.Send(daemon.Process.Id, Processes.SIGKILL);
                await daemon.Process.WaitForExitAsync();
                await daemon.DisposeAsync();
                daemon = await DaemonRunner.Start(state.Path);
            }

            var group = await UntilOver(daemon);
            Assert.Equal(4, (int)group["states"]!["completed"]!);
            Assert.Equal(4, (int)(await daemon.Http.GetJson("/api/v1/runs"))["total"]!);
            Assert.Equal(["zenigata", .. Ids], Names(daemon.Path("output")));
            Assert.Equal(7, Names(daemon.Path("output", "zenigata", "dataset")).Count());
            Assert.Empty(Names(daemon.Path("inbox")));
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_daemon_that_is_killed_while_it_takes_the_folder_loses_and_doubles_nothing()
    {
        var chance = new Random(ProofSize.Seed);
        using var state = new TemporaryFolder();
        var daemon = await DaemonRunner.Start(state.Path);
        try
        {
            await daemon.Do(HttpMethod.Post, "queue/hold");
            for (var round = 1; round <= ProofSize.Of(small: 3, full: 20); round++)
            {
                var name = $"round{round}";
                Pictures.WriteDataset(daemon.Path("inbox", name), 3, Short + TwoByTwo);
                // A moment is what is tried here; nothing is waited for. A folder settles for 0.3 seconds, and is then checked and taken.
                await Task.Delay(TimeSpan.FromSeconds(0.3 + (chance.NextDouble() * 2)), TimeProvider.System);
                _ = Processes.Send(daemon.Process.Id, Processes.SIGKILL);
                await daemon.Process.WaitForExitAsync();
                await daemon.DisposeAsync();
                daemon = await DaemonRunner.Start(state.Path);
                await Wait.Until(async () => (int)(await daemon.Http.GetJson("/api/v1/groups"))["total"]! == round, () => daemon.Log);
                Assert.Equal(4 * round, (int)(await daemon.Http.GetJson("/api/v1/runs"))["total"]!);
                Assert.Equal(7, Names(daemon.Path("work", name, "dataset")).Count());
                Assert.Equal(5 * round, Names(daemon.Path("work")).Count());
                Assert.Empty(Names(daemon.Path("inbox")));
            }
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_folder_that_is_taken_at_once_says_where_its_group_is()
    {
        await using var daemon = await DaemonRunner.Start(settings: ["EmoVoid:Inbox:SettleSeconds=3600"]);
        await daemon.Do(HttpMethod.Post, "queue/hold");
        Pictures.WriteDataset(daemon.Path("inbox", "zenigata"), 3, Short + TwoByTwo);
        var taken = await daemon.Do(HttpMethod.Post, "runs", new { folder = "zenigata" });
        Assert.Equal((Ids[0], "zenigata", "/api/v1/groups/zenigata"), (taken.Text("run"), taken.Text("group"), taken.Text("look")));
    }

    /// <summary>Why runs that differ in their stop loss alone are trained each for itself: the light moves the weights.</summary>
    [Fact]
    public async Task Another_stop_loss_is_the_same_training_up_to_its_light_and_another_one_after_it()
    {
        await using var daemon = await DaemonRunner.Start();
        await daemon.Drop("light", 3, "[train]\nsteps = 64\nsave_every = 64\nresolution = 64\n[sample]\ncount = 0\n[sweep]\nstop_loss = [0.0001, 9]\n");
        var group = await UntilOver(daemon, "light");
        var (dark, lit) = (await Steps("light-stop0-0001"), await Steps("light-stop9"));
        Assert.DoesNotContain(dark, step => (bool)step!["lit"]!);
        var first = lit.First(step => (bool)step!["lit"]!)!;
        var turned = (int)first["step"]!;
        // The loss of the next step is made before the weights are moved otherwise.
        Assert.Equal(Losses(dark).Take(turned + 1), Losses(lit).Take(turned + 1));
        Assert.NotEqual(Losses(dark).Skip(turned + 1), Losses(lit).Skip(turned + 1));
        Assert.Equal(2, group["comparison"]!["choices"]!.AsArray().Count);

        async Task<JsonArray> Steps(string run) => (await daemon.Http.GetJson($"/api/v1/runs/{run}/metrics"))["items"]!.AsArray();

        static IEnumerable<double> Losses(JsonArray steps) => steps.Select(step => (double)step!["loss"]!);
    }

    [Fact]
    public async Task The_check_says_which_runs_a_folder_becomes_or_what_is_wrong_with_its_sweep()
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteDataset(folder["zenigata"], 3, Short + TwoByTwo);
        var accepted = await Programs.Run(Binaries.Daemon, ["check", folder["zenigata"], "--state", folder["state"]]);
        Assert.Contains("4 runs", accepted.Output);
        Assert.Contains("  rank 4, seed 2: 6 steps, rank 4", accepted.Output);
        Pictures.WriteDataset(folder["wrong"], 3, Short + "[sweep]\nrank = [0, 4]\nseed = []\nstepss = [1]\nsteps = [5]\n");
        var rejected = await Programs.Run(Binaries.Daemon, ["check", folder["wrong"], "--state", folder["state"]]);
        Assert.Equal(1, rejected.ExitCode);
        Assert.Contains("sweep.rank has 0", rejected.Output);
        Assert.Contains("sweep.seed is an empty list", rejected.Output);
        Assert.Contains("Did you mean sweep.steps?", rejected.Output);
        Assert.Contains("sweep.steps and train.steps are both written", rejected.Output);
    }

    private static async Task MemberIsMadeAgain(DaemonRunner daemon, string run)
    {
        var again = await Programs.Run(Binaries.Daemon, ["rerun", daemon.Path("output", run, "receipt.json"), "--out", daemon.Path("again"), "--state", daemon.State]);
        Assert.True(again.ExitCode == 0, again.Output + again.Error);
        Assert.Contains("The same bytes", again.Output);
    }

    private static async Task<JsonNode> UntilOver(DaemonRunner daemon, string id = "zenigata")
    {
        JsonNode? group = null;
        await Wait.Until(async () => (group = await daemon.Http.GetJson($"/api/v1/groups/{id}"))["ended_at"] is not null, () => $"{group}\n{daemon.Log}");
        return group!;
    }

    private static IEnumerable<string?> Names(string folder) => Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
