using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>What can be had without a run: check, demo, and advice for those who train elsewhere.</summary>
public class CommandTests
{
    [Fact]
    public async Task Check_accepts_a_good_folder_with_exit_code_0()
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteDataset(folder["set"], 3, "name = \"zenigata\"\n");

        var verdict = await Programs.Run(Binaries.Daemon, ["check", folder["set"], "--state", folder["state"]]);

        Assert.True(verdict.ExitCode == 0, verdict.Output + verdict.Error);
        Assert.Contains("would be trained as zenigata: 3 images", verdict.Output);
        Assert.False(Directory.Exists(folder["state"]));
    }

    [Fact]
    public async Task Check_names_every_problem_with_exit_code_1()
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteDataset(folder["set"], 2, "[train]\nrank = 0\nsteps = -5\n");
        File.WriteAllText(folder["set", "00.png"], "no picture");

        var verdict = await Programs.Run(Binaries.Daemon, ["check", folder["set"], "--state", folder["state"]]);

        Assert.Equal(1, verdict.ExitCode);
        Assert.Contains("would be rejected", verdict.Output);
        Assert.Contains("rank", verdict.Output);
        Assert.Contains("steps", verdict.Output);
        Assert.Contains("00.png", verdict.Output);
    }

    [Fact]
    public async Task Check_of_a_folder_that_is_not_there_says_so()
    {
        var verdict = await Programs.Run(Binaries.Daemon, ["check", "/nowhere/at/all"]);
        Assert.Equal((1, "emovoidd: there is no folder /nowhere/at/all"), (verdict.ExitCode, verdict.Error.Trim()));
    }

    [Fact]
    public async Task Models_check_says_what_is_ready_and_what_to_get()
    {
        using var folder = new TemporaryFolder();
        var ready = await Programs.Run(Binaries.Daemon, ["models", "check", "--state", folder["state"]]);
        Assert.True(ready.ExitCode == 0, ready.Output + ready.Error);
        Assert.Contains("anima-nano (default): ready, built in", ready.Output);

        folder.Write("state/emovoid.json", "{\"EmoVoid\":{\"Models\":{\"anima\":{\"ComfyUI\":\"" + folder["ComfyUI"] + "\"}}}}");
        var missing = await Programs.Run(Binaries.Daemon, ["models", "check", "--deep", "--state", folder["state"]]);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("anima: not ready", missing.Output);
        Assert.Contains("emovoidd models get anima fetches what is missing", missing.Output);
        Assert.All(["anima-*.safetensors", "qwen_3_06b_base.safetensors", "qwen_image_vae.safetensors", "merges.txt", "spiece.model"], file => Assert.Contains(file, missing.Output));
    }

    [Fact]
    public async Task Check_refuses_a_device_that_is_not_there()
    {
        using var folder = new TemporaryFolder();
        Pictures.WriteDataset(folder["set"], 2, "train.device = \"cuda:63\"\n");

        var verdict = await Programs.Run(Binaries.Daemon, ["check", folder["set"], "--state", folder["state"]]);

        Assert.Equal(1, verdict.ExitCode);
        Assert.Contains("The device 'cuda:63' is not there; the trainer (libtorch 2.10.0) sees cpu", verdict.Output);
    }

    [Fact]
    public async Task Advice_is_given_without_a_run()
    {
        await using var daemon = await DaemonRunner.Start();

        using var answer = await daemon.Http.PostAsJsonAsync("/api/v1/recommendations", new { saves = new[] { 1, 28, 66 }, lit = new[] { 9, 13, 45 } });
        var advice = await answer.Content.ReadFromJsonAsync<JsonNode>();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([1, 28, 66], advice!["candidates"]!.AsArray().Select(candidate => (int)candidate!["step"]!));
        Assert.InRange((double)advice["confidence"]!, 0, 1);
        Assert.False(string.IsNullOrEmpty(advice.Text("why")));
    }

    [Fact]
    public async Task A_wrong_question_is_answered_with_every_mistake()
    {
        await using var daemon = await DaemonRunner.Start();

        using var answer = await daemon.Http.PostAsJsonAsync("/api/v1/recommendations", new { saves = new[] { -1 }, stop_loss = -0.1 });
        var problem = await answer.Content.ReadAsStringAsync();
        using var misspelt = await daemon.Http.PostAsJsonAsync("/api/v1/recommendations", new { saves = new[] { 1 }, lights = new[] { 1 } });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("saves has -1", problem);
        Assert.Contains("lit is missing", problem);
        Assert.Contains("stop_loss is -0.1", problem);
        Assert.Equal(HttpStatusCode.BadRequest, misspelt.StatusCode);
        Assert.Contains("lights", await misspelt.Content.ReadAsStringAsync());
    }

    /// <summary>The real data set, the real base, the real light: what every newcomer sees.</summary>
    [Fact]
    public async Task The_demo_learns_its_character_until_the_light_and_ends_with_the_paths_of_the_sheet_the_plot_and_the_lora()
    {
        using var temporary = new TemporaryFolder();
        var demo = await Programs.Run(Binaries.Daemon, ["demo"], TimeSpan.FromMinutes(30), new() { ["TMPDIR"] = temporary.Path });

        Assert.True(demo.ExitCode == 0, demo.Output + demo.Error);
        var recommendation = JsonNode.Parse(demo.Output[demo.Output.IndexOf("\n{", StringComparison.Ordinal)..(demo.Output.IndexOf("\n}", StringComparison.Ordinal) + 2)])!;
        Assert.True((double)recommendation["confidence"]! > 0, $"no light: {recommendation}");
        Assert.InRange((int)recommendation["candidates"]![0]!["step"]!, 200, 840); // not before it has learned anything
        var last = demo.Output.TrimEnd().Split('\n')[^3..].Select(line => line.Split(": ", 2)).ToList();
        Assert.Equal(["samples", "plot", "recommended"], last.Select(line => line[0]));
        Assert.Equal(["samples.png", "plot.png", "recommended.safetensors"], last.Select(line => Path.GetFileName(line[1])));
        Assert.All(last, line => Assert.StartsWith(temporary.Path, line[1]));
        Assert.All(last, line => Assert.True(File.Exists(line[1]), line[1]));
    }
}
