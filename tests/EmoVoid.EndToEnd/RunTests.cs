using System.Runtime.Versioning;
using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>From the inbox to the output, with the real trainer.</summary>
public class RunTests
{
    private const string Short = "name = \"zenigata\"\n[train]\nsteps = 24\nsave_every = 8\nresolution = 64\n";

    [Fact]
    public async Task A_folder_dropped_in_the_inbox_comes_back_as_a_recommended_lora()
    {
        await using var daemon = await DaemonRunner.Start();
        var run = await daemon.Drop("pictures", 4, Short);
        Assert.Equal("zenigata", run);
        var claimed = Fingerprint(daemon.Path("work", run, "dataset"));

        var completed = await daemon.Until(run, now => now.Text("state") == "completed");

        var output = daemon.Path("output", run);
        var report = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output, "report.json")))!;
        var best = (int)report["recommendation"]!["candidates"]![0]!["step"]!;
        var recommended = await File.ReadAllBytesAsync(Path.Combine(output, "recommended.safetensors"));
        Assert.Equal(24, (int)completed["progress"]!["step"]!);
        Assert.Equal(Path.Combine(output, "recommended.safetensors"), completed["files"]!.Text("recommended"));
        Assert.Contains($"**Take step {best}**", await File.ReadAllTextAsync(Path.Combine(output, "report.md")));
        Assert.Equal(claimed, Fingerprint(Path.Combine(output, "dataset")));
        Assert.False(Directory.Exists(daemon.Path("work", run)));
        Assert.InRange(BinaryPrimitives.ReadInt64LittleEndian(recommended), 2, recommended.Length - 8);
        Assert.Contains("(plot.png)", await File.ReadAllTextAsync(Path.Combine(output, "report.md")));
        Assert.Equal("plot.png", (string?)report["plot"]);
        Assert.Equal(Path.Combine(output, "plot.png"), completed["files"]!.Text("plot"));
        await TheApiTellsTheSame(daemon, run, best, recommended);
        await TheApiShowsThePlot(daemon, run, best, output);
    }

    [Fact]
    public async Task What_if_another_stop_loss_had_been_asked_for_is_answered_from_the_recorded_losses()
    {
        await using var daemon = await DaemonRunner.Start();
        var run = await daemon.Drop("pictures", 3, Short);
        await daemon.Until(run, now => now.Text("state") == "completed");

        var asked = await daemon.Http.GetJson($"/api/v1/runs/{run}/recommendation?stop_loss=9.5");
        using var nonsense = await daemon.Http.GetAsync($"/api/v1/runs/{run}/recommendation?stop_loss=-1");

        Assert.Equal(9.5, (double)asked["stop_loss"]!);
        Assert.True((bool)asked["replayed"]!);
        Assert.Equal(3, asked["candidates"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
        Assert.Contains("stop_loss is -1", await nonsense.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_rejected_folder_lies_in_failed_with_every_reason_and_the_daemon_goes_on()
    {
        await using var daemon = await DaemonRunner.Start();
        Pictures.WriteDataset(daemon.Path("inbox", "bad"), 2, "[train]\nrnak = 4\n");
        File.Delete(daemon.Path("inbox", "bad", "01.txt"));

        await Wait.Until(() => File.Exists(daemon.Path("failed", "bad", "emovoid.toml")), () => daemon.Log);
        var run = await daemon.Drop("good", 3, Short);

        var reasons = await File.ReadAllTextAsync(daemon.Path("failed", "bad.reasons.txt"));
        Assert.Contains("rnak", reasons);
        Assert.Contains("01.png", reasons);
        Assert.Equal(reasons, (await daemon.Http.GetJson("/api/v1/inbox"))["failed"]![0]!.Text("reasons"));
        await daemon.Until(run, now => now.Text("state") == "completed");
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_run_that_fails_gives_the_folder_back_and_the_next_one_is_trained()
    {
        using var state = new TemporaryFolder();
        // The trainer of the first run dies of its own accord, after everything that a check could have seen.
        var trainer = state.Write("trainer.sh", $$"""
            #!/bin/sh
            case "$*" in
                "train "*/first/plan.json) echo '{"event":"failed","code":"diverged","message":"The loss was not finite."}'; exit 7 ;;
                *) exec "{{Binaries.Trainer}}" "$@" ;;
            esac
            """);
        File.SetUnixFileMode(trainer, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var daemon = await DaemonRunner.Start(state.Path, ["EmoVoid:TrainerPath=" + trainer]);

        var failing = await daemon.Drop("first", 3, Short.Replace("zenigata", "first"));
        var next = await daemon.Drop("second", 3, Short);
        await daemon.Until(next, now => now.Text("state") == "completed");

        var failed = await daemon.Http.GetJson($"/api/v1/runs/{failing}");
        Assert.Equal("failed", failed.Text("state"));
        Assert.Equal("The loss was not finite.", failed.Text("message"));
        Assert.True(File.Exists(daemon.Path("failed", "first", "00.png")));
        using var plot = await daemon.Http.GetAsync($"/api/v1/runs/{failing}/plot.png");
        Assert.Equal(HttpStatusCode.NotFound, plot.StatusCode);
        Assert.Contains("is failed and took no step", await plot.Content.ReadAsStringAsync());
        Assert.Contains(failed.Text("message")!, await File.ReadAllTextAsync(daemon.Path("failed", "first.reasons.txt")));
    }

    [Fact]
    public async Task Sigterm_saves_a_checkpoint_and_the_next_daemon_goes_on_from_it()
    {
        using var state = new TemporaryFolder();
        string run;
        await using (var daemon = await DaemonRunner.Start(state.Path))
        {
            run = await daemon.Drop("long", 3, "name = \"long\"\n[train]\nsteps = 3000\nsave_every = 3000\nresolution = 64\n");
            await daemon.Until(run, now => (int)now["progress"]!["step"]! >= 3);
            var now = await daemon.Http.GetStringAsync($"/api/v1/runs/{run}/plot.svg");
            Assert.Contains("of 3000, training", now);
            Assert.Contains("No checkpoint was saved", now);
            Assert.Equal(0, await daemon.Terminate());
        }
        Assert.Single(Directory.GetFiles(state["work", run, "checkpoints"], "state.safetensors"));

        await using var again = await DaemonRunner.Start(state.Path);
        var saved = (await again.Http.GetJson($"/api/v1/runs/{run}/checkpoints"))["items"]!.AsArray();
        Assert.Equal("stop", saved.Single()!.Text("reason"));
        var step = (int)saved.Single()!["step"]!;
        await again.Until(run, now => now.Text("state") == "training" && (int)now["progress"]!["step"]! > step);
        var steps = (await again.Http.GetJson($"/api/v1/runs/{run}/metrics"))["items"]!.AsArray().Select(metric => (int)metric!["step"]!).ToList();

        Assert.Equal(Enumerable.Range(1, steps.Count), steps);
        Assert.Equal(0, await again.Terminate()); // and the log is whole
        Assert.Contains($"going on after step {step}", again.Log);
    }

    [Fact]
    public async Task A_run_ends_with_a_contact_sheet_of_its_candidates_and_has_pictures_of_its_steps_when_asked()
    {
        await using var daemon = await DaemonRunner.Start();
        var run = await daemon.Drop("pictures", 3, Short + "alpha = 32\n[sample]\nprompts = [\"zenigata, coat\", \"コート\", \"a cat\"]\nsteps = 2\nevery = 10\n");

        var completed = await daemon.Until(run, now => now.Text("state") == "completed");

        var output = daemon.Path("output", run);
        var sheet = await File.ReadAllBytesAsync(Path.Combine(output, "samples.png"));
        var report = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output, "report.json")))!["samples"]!;
        // Three pictures of 64 pixels, shown four times as large, with margins of 26 and gaps of 13.
        Assert.Equal((uint)(3 * 256 + 2 * 13 + 2 * 26), BinaryPrimitives.ReadUInt32BigEndian(sheet.AsSpan(16)));
        Assert.InRange(BinaryPrimitives.ReadUInt32BigEndian(sheet.AsSpan(20)), 3 * 256u + 100, 3 * 256u + 400);
        Assert.Equal(["step00000010.png", "step00000020.png"], Directory.GetFiles(Path.Combine(output, "samples")).Select(Path.GetFileName).Order());
        Assert.Equal(3, report["settings"]!["prompts"]!.AsArray().Count);
        Assert.Equal("base", (string?)report["columns"]![0]);
        Assert.Equal(3, report["columns"]!.AsArray().Count);
        Assert.Empty(completed["notes"]!.AsArray());
        Assert.Equal(Path.Combine(output, "samples.png"), completed["files"]!.Text("samples"));
        using var answer = await daemon.Http.GetAsync($"/api/v1/runs/{run}/samples");
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(sheet, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_run_without_pictures_says_so_when_it_is_asked_for_them()
    {
        await using var daemon = await DaemonRunner.Start();
        var run = await daemon.Drop("pictures", 3, Short + "[sample]\ncount = 0\n");
        await daemon.Until(run, now => now.Text("state") == "completed");

        using var answer = await daemon.Http.GetAsync($"/api/v1/runs/{run}/samples");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("has no sample pictures", await answer.Content.ReadAsStringAsync());
        Assert.False(File.Exists(daemon.Path("output", run, "samples.png")));
    }

    private static async Task TheApiTellsTheSame(DaemonRunner daemon, string run, int best, byte[] recommended)
    {
        var metrics = (await daemon.Http.GetJson($"/api/v1/runs/{run}/metrics?since=4&every=10"))["items"]!.AsArray();
        Assert.Equal([10, 20, 24], metrics.Select(metric => (int)metric!["step"]!));

        var recommendation = await daemon.Http.GetJson($"/api/v1/runs/{run}/recommendation");
        Assert.Equal(best, (int)recommendation["candidates"]![0]!["step"]!);
        Assert.False(string.IsNullOrEmpty(recommendation.Text("why")));

        var checkpoints = (await daemon.Http.GetJson($"/api/v1/runs/{run}/checkpoints"))["items"]!.AsArray();
        var first = checkpoints.Single(one => (int)one!["step"]! == best)!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(recommended)), first.Text("sha256"));
        Assert.Equal(recommended, await daemon.Http.GetByteArrayAsync(first.Text("download")));

        using var part = new HttpRequestMessage(HttpMethod.Get, first.Text("download")) { Headers = { Range = new RangeHeaderValue(8, 15) } };
        using var answer = await daemon.Http.SendAsync(part);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(recommended[8..16], await answer.Content.ReadAsByteArrayAsync());

        using var nothing = await daemon.Http.GetAsync($"/api/v1/runs/{run}/checkpoints/7");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        Assert.Contains("saved nothing at step 7", await nothing.Content.ReadAsStringAsync());
        Assert.Equal("application/problem+json", nothing.Content.Headers.ContentType!.MediaType);
    }

    private static async Task TheApiShowsThePlot(DaemonRunner daemon, string run, int best, string output)
    {
        using var png = await daemon.Http.GetAsync($"/api/v1/runs/{run}/plot.png");
        Assert.Equal("image/png", png.Content.Headers.ContentType!.MediaType);
        Assert.True(png.Headers.CacheControl!.NoStore);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(output, "plot.png")), await png.Content.ReadAsByteArrayAsync());

        using var svg = await daemon.Http.GetAsync($"/api/v1/runs/{run}/plot.svg");
        Assert.Equal("image/svg+xml", svg.Content.Headers.ContentType!.MediaType);
        Assert.Contains($"<desc>Take step {best}: ", await svg.Content.ReadAsStringAsync());
        Assert.Contains($"<desc>Take step {best}: ", await File.ReadAllTextAsync(Path.Combine(output, "plot.svg")));

        var dark = await daemon.Http.GetByteArrayAsync($"/api/v1/runs/{run}/plot.png?theme=dark&width=900&height=600");
        Assert.Equal((900u, 600u), (BinaryPrimitives.ReadUInt32BigEndian(dark.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(dark.AsSpan(20))));

        using var nonsense = await daemon.Http.GetAsync($"/api/v1/runs/{run}/plot.svg?theme=blue&width=10&height=90000");
        var reasons = await nonsense.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
        Assert.Contains("it is light or dark", reasons);
        Assert.Contains("width is 10; it goes from 640 to 3840 pixels", reasons);
        Assert.Contains("height is 90000; it goes from 480 to 2160 pixels", reasons);
    }

    /// <summary>Names and contents: what is the user's stays as it was.</summary>
    private static string Fingerprint(string folder) => string.Join('\n', Directory.GetFiles(folder).Order()
        .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));
}
