using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>The command line, as it speaks to a running daemon.</summary>
public class RemoteCommandTests
{
    private const string Key = "0123456789abcdef-test";
    private const string Short = "[train]\nsteps = 20\nsave_every = 20\nresolution = 64\n[sample]\ncount = 0\n";

    [Fact]
    public async Task A_run_is_looked_after_from_the_command_line()
    {
        await using var daemon = await DaemonRunner.Start(settings: ["EmoVoid:ApiKey=" + Key]);
        daemon.Http.DefaultRequestHeaders.Add("X-Api-Key", Key);
        Assert.Contains("held", await Says("queue", "hold"));
        await daemon.Drop("first", 2, Short);
        await daemon.Drop("second", 2, Short);

        Assert.Contains("queued", await Says("status"));
        Assert.Contains("second", await Says("move", "second", "1"));
        var queue = await Says("queue");
        Assert.True(queue.IndexOf("second", StringComparison.Ordinal) < queue.IndexOf("first", StringComparison.Ordinal), queue);
        Assert.StartsWith("first: paused", await Says("hold", "first"));
        Assert.StartsWith("first: queued", await Says("release", "first"));
        Assert.StartsWith("first: cancelled", await Says("cancel", "first"));
        Assert.DoesNotContain("second", await Says("runs", "--state", "cancelled"));
        var refused = await Ask("pause", "first");
        Assert.Equal((1, "emovoidd: Run 'first' is cancelled; a run can be paused only before it is over."), (refused.ExitCode, refused.Error.Trim()));
        Assert.StartsWith("first: queued", await Says("retry", "first"));
        Assert.Equal("first", JsonNode.Parse(await Says("show", "first", "--json"))!.Text("id"));

        await Says("queue", "release");
        var watched = await Says("watch", "first");
        Assert.Contains("completed", watched);
        Assert.Contains("completed", await Says("watch", "second")); // over already
        Assert.Contains("20/20", await Says("show", "second"));
        Assert.StartsWith("second: deleted", await Says("delete", "second"));
        var gone = await Ask("show", "second");
        Assert.Equal((1, "emovoidd: There is no run 'second'."), (gone.ExitCode, gone.Error.Trim()));

        Task<Programs.Result> Ask(params string[] words) =>
            Programs.Run(Binaries.Daemon, [.. words, "--url", daemon.Http.BaseAddress!.ToString()], environment: new() { ["EMOVOID_API_KEY"] = Key });

        async Task<string> Says(params string[] words)
        {
            var result = await Ask(words);
            Assert.True(result.ExitCode == 0, $"{string.Join(' ', words)}: {result.ExitCode} {result.Output}{result.Error}\n{daemon.Log}");
            return result.Output;
        }
    }

    [Fact]
    public async Task Where_the_daemon_is_and_its_key_come_from_the_configuration_in_its_state_folder()
    {
        using var state = new TemporaryFolder();
        await using var daemon = await DaemonRunner.Start(state.Path, ["EmoVoid:ApiKey=" + Key]);
        state.Write("emovoid.json", $$"""
            { "Urls": "http://0.0.0.0:{{daemon.Http.BaseAddress!.Port}}", "EmoVoid": { "ApiKey": "{{Key}}" } }
            """);

        var status = await Programs.Run(Binaries.Daemon, ["status", "--state", state.Path]);
        var wrongKey = await Programs.Run(Binaries.Daemon, ["runs", "--state-folder", state.Path, "--key", "wrong"]);

        Assert.True(status.ExitCode == 0, status.Error);
        Assert.Contains(daemon.Path("inbox"), status.Output);
        Assert.Equal(1, wrongKey.ExitCode);
        Assert.Contains("The key that was sent is none of", wrongKey.Error);
    }

    [Fact]
    public async Task Without_a_daemon_every_command_ends_with_69_and_the_way_out()
    {
        foreach (var words in new[] { "status", "runs", "queue", "watch", "show x", "pause x", "log x", "move x 1", "delete x" })
        {
            var result = await Programs.Run(Binaries.Daemon, [.. words.Split(' '), "--url", "http://127.0.0.1:9"]);
            Assert.True(result.ExitCode == 69, $"{words}: {result.ExitCode} {result.Error}");
            Assert.StartsWith("emovoidd: there is no daemon at http://127.0.0.1:9/", result.Error);
        }
    }
}
