using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>Advice for those who train with kohya's scripts: by the command line, and by REST.</summary>
public class LogAdviceTests
{
    private const string Route = "/api/v1/recommendations/from-log";

    [Fact]
    public async Task The_command_and_the_API_give_the_same_answer()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("console.log", Console(100));
        await using var daemon = await DaemonRunner.Start();

        using var answer = await daemon.Http.PostAsync(Route, new StringContent(Console(100), Encoding.UTF8, "text/plain"));
        var command = await Programs.Run(Binaries.Daemon, ["advise", file, "--json"]);
        var text = await Programs.Run(Binaries.Daemon, ["advise", file]);
        var ofFolder = await Programs.Run(Binaries.Daemon, ["advise", folder.Path]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var advice = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.True(JsonNode.DeepEquals(advice, JsonNode.Parse(command.Output)), command.Output);
        Assert.Equal(Enumerable.Range(71, 8), advice["lit"]!.AsArray().Select(step => (int)step!));
        Assert.Equal([75, 50, 100, 25], advice["candidates"]!.AsArray().Select(candidate => (int)candidate!["step"]!));
        Assert.Equal("steps", advice.Text("losses"));
        Assert.Contains("lit 71-78: 8 of 8 steps", text.Output);
        Assert.Contains(advice.Text("why")!, text.Output);
        Assert.Contains("zeni-step00000075.safetensors", text.Output);
        Assert.Equal(text.Output, ofFolder.Output);
    }

    [Fact]
    public async Task What_if_is_answered_over_the_losses_of_the_log()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("console.log", Console(100));
        await using var daemon = await DaemonRunner.Start();

        using var answer = await daemon.Http.PostAsync(Route + "?stop_loss=0.031", new StringContent(Console(100), Encoding.UTF8, "text/plain"));
        var command = await Programs.Run(Binaries.Daemon, ["advise", file, "--json", "--stop-loss", "0.031"]);

        var advice = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.True(JsonNode.DeepEquals(advice, JsonNode.Parse(command.Output)), command.Output);
        Assert.Equal((true, true, 0.031), ((bool)advice["replayed"]!, (bool)advice["replay_exact"]!, (double)advice["stop_loss"]!));
        Assert.NotEqual(8, advice["lit"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_log_that_is_larger_than_any_upload_elsewhere_is_read_as_it_comes()
    {
        await using var daemon = await DaemonRunner.Start();
        using var body = new PushStreamContent(async stream =>
        {
            var redraw = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\rsteps:  70%|███████   | 70/100 [00:10<01:00,  1.55s/it]", 1000)));
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Console(70)));
            for (var i = 0; i < 1000; i++)
                await stream.WriteAsync(redraw);
        });

        using var answer = await daemon.Http.PostAsync(Route, body);
        var advice = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;

        Assert.Equal(70, (int)advice["last_step"]!);
    }

    [Fact]
    public async Task What_is_no_log_is_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        var empty = folder.Write("empty.log", "");
        await using var daemon = await DaemonRunner.Start();

        using var wrong = await daemon.Http.PostAsync(Route + "?stop_loss=-1", new StringContent("", Encoding.UTF8, "text/plain"));
        using var nothing = await daemon.Http.PostAsync(Route, new StringContent("hello", Encoding.UTF8, "text/plain"));
        using var notANumber = await daemon.Http.PostAsync(Route + "?stop_loss=low", new StringContent("", Encoding.UTF8, "text/plain"));
        using var json = await daemon.Http.PostAsJsonAsync(Route, new { log = "steps" });
        var command = await Programs.Run(Binaries.Daemon, ["advise", empty]);
        var nowhere = await Programs.Run(Binaries.Daemon, ["advise", "/nowhere/at/all.log"]);

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("stop_loss is -1", await wrong.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.Equal("application/problem+json", nothing.Content.Headers.ContentType!.MediaType);
        Assert.Contains("no progress bar", await nothing.Content.ReadAsStringAsync());
        Assert.Contains("stop_loss is low", await notANumber.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.StatusCode);
        Assert.Contains("Content-Type application/json; charset=utf-8 is not taken here", await json.Content.ReadAsStringAsync());
        Assert.Equal((1, $"emovoidd: {empty}: the log is empty"), (command.ExitCode, command.Error.Trim()));
        Assert.Equal((1, "emovoidd: there is no log /nowhere/at/all.log"), (nowhere.ExitCode, nowhere.Error.Trim()));
    }

    /// <summary>As tqdm and EmoVoid print it.</summary>
    private static string Console(int steps)
    {
        var console = new StringBuilder("  total optimization steps / 学習ステップ数: 100\n\rsteps:   0%|          | 0/100 [00:00<?, ?it/s]");
        for (var step = 1; step <= steps; step++)
        {
            console.Append(step is > 70 and < 79 ? "✨[READY TO STOP]✨\n" : "");
            console.Append(CultureInfo.InvariantCulture, $"Loss: {0.03 + 0.1 / step:F4} | Pulse: 1.0000e-04\n\rsteps:  {step}%|█         | {step}/100 [00:10<01:00,  1.55s/it, avr_loss=0.031]");
            if (step % 25 == 0)
                console.Append(CultureInfo.InvariantCulture, $"\nsaving checkpoint: /out/zeni-step{step:00000000}.safetensors\n");
        }

        return console.ToString();
    }

    private sealed class PushStreamContent : HttpContent
    {
        private readonly Func<Stream, Task> write;

        public PushStreamContent(Func<Stream, Task> write) => (this.write, Headers.ContentType) = (write, new MediaTypeHeaderValue("text/plain"));

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
