using System.Net;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>Held-out pictures, from the sidecar to the report, with the real trainer.</summary>
public class ValidationTests
{
    private const string Sidecar = "name = \"zenigata\"\n[train]\nsteps = 240\nsave_every = 80\nresolution = 64\n[sample]\ncount = 0\n";

    [Fact]
    public async Task Held_out_pictures_are_measured_at_every_save_and_shown_by_the_api_the_report_and_the_plot()
    {
        await using var daemon = await DaemonRunner.Start();
        var run = await daemon.Drop("pictures", 4, Sidecar + "[validation]\nfiles = [\"01.png\", \"03.png\"]\n");
        var completed = await daemon.Until(run, now => now.Text("state") == "completed");

        var view = await daemon.Http.GetJson($"/api/v1/runs/{run}/validation");
        Assert.Equal(2, (int)completed["images"]!);
        Assert.Equal(["01.png", "03.png"], view["held_out"]!.AsArray().Select(file => (string)file!));
        Assert.Equal(["00.png", "02.png"], view["trained"]!.AsArray().Select(file => (string)file!));
        Assert.Superset(new HashSet<int> { 0, 80, 160, 240 }, view["items"]!.AsArray().Select(item => (int)item!["step"]!).ToHashSet());
        Assert.Equal(0, (double)view["items"]![0]!["gap"]!);

        var against = await daemon.Http.GetJson($"/api/v1/runs/{run}/validation?against=80");
        Assert.Equal(0, (double)Item(against, 80)["against"]!["difference"]!);
        Assert.Equal((double)Item(against, 240)["held_out"]! - (double)Item(against, 80)["held_out"]!, (double)Item(against, 240)["against"]!["difference"]!, 1e-9);
        using var unmeasured = await daemon.Http.GetAsync($"/api/v1/runs/{run}/validation?against=81");
        Assert.Equal(HttpStatusCode.BadRequest, unmeasured.StatusCode);
        Assert.Contains("against is 81, which was not measured; the measured steps are 0, 80, 1", await unmeasured.Content.ReadAsStringAsync());

        var last = (await daemon.Http.GetJson($"/api/v1/runs/{run}/checkpoints"))["items"]!.AsArray()[^1]!;
        Assert.Equal((double)Item(view, 240)["held_out"]!, (double)last["held_out_loss"]!);
        Assert.Equal((double)Item(view, 240)["gap"]!, (double)last["gap"]!);

        var report = await File.ReadAllTextAsync(daemon.Path("output", run, "report.md"));
        Assert.Contains("## Held-out pictures", report);
        Assert.Contains(view.Text("summary")!, report);
        Assert.Contains("held-out pictures", await File.ReadAllTextAsync(daemon.Path("output", run, "plot.svg")));
        var receipt = JsonNode.Parse(await File.ReadAllTextAsync(daemon.Path("output", run, "receipt.json")))!;
        Assert.Equal(2, receipt["plan"]!["dataset"]!["images"]!.AsArray().Count);
        Assert.Equal(2, receipt["plan"]!["validation"]!["held_out"]!.AsArray().Count);
        var again = await Programs.Run(Binaries.Daemon, ["rerun", daemon.Path("output", run, "receipt.json"), "--out", daemon.Path("again"), "--state", daemon.State]);
        Assert.Contains("The same bytes", again.Output);
    }

    [Fact]
    public async Task Two_pictures_and_a_picture_to_hold_out_are_refused_in_words()
    {
        await using var daemon = await DaemonRunner.Start();
        Pictures.WriteDataset(daemon.Path("inbox", "two"), 2, Sidecar + "[validation]\nshare = 0.5\n");
        await Wait.Until(() => File.Exists(daemon.Path("failed", "two.reasons.txt")), () => daemon.Log);
        Assert.Contains("[validation] holds out 1 of 2 pictures, which leaves one to train.", await File.ReadAllTextAsync(daemon.Path("failed", "two.reasons.txt")));
    }

    private static JsonNode Item(JsonNode view, int step) => view["items"]!.AsArray().Single(item => (int)item!["step"]! == step)!;
}
