using System.Net;
using System.Runtime.Versioning;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>What a trainer logged, over REST and on the command line.</summary>
public class LogTests
{
    private const string Short = "[train]\nsteps = 2\nresolution = 64\n[sample]\ncount = 0\n";

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task The_end_of_a_log_is_shown_and_followed_from_where_it_ended()
    {
        using var state = new TemporaryFolder();
        var trainer = state.Write("trainer", $$"""
            #!/bin/sh
            case "$1" in
                train) seq -f 'line %.0f ü' 1 50000 >&2; echo '{"event":"failed","code":"diverged","message":"The loss was not finite."}'; exit 7 ;;
                *) exec "{{Binaries.Trainer}}" "$@" ;;
            esac
            """);
        File.SetUnixFileMode(trainer, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var daemon = await DaemonRunner.Start(state.Path, ["EmoVoid:TrainerPath=" + trainer]);
        var run = await daemon.Drop("pictures", 2, Short);
        await Wait.Until(async () => (await daemon.Http.GetJson($"/api/v1/runs/{run}")).Text("state") == "failed", () => daemon.Log);

        using var tail = await daemon.Http.GetAsync($"/api/v1/runs/{run}/log?lines=3");
        Assert.Equal("text/plain", tail.Content.Headers.ContentType!.MediaType);
        Assert.Equal("line 49998 ü\nline 49999 ü\nline 50000 ü\n", await tail.Content.ReadAsStringAsync());
        Assert.Equal(200, (await daemon.Http.GetStringAsync("/api/v1/runs/latest/log")).TrimEnd().Split('\n').Length);
        var end = long.Parse(tail.Headers.GetValues("X-Log-End").Single());
        await File.AppendAllTextAsync(daemon.Path("work", run, "trainer.log"), "more\n");
        Assert.Equal("more\n", await daemon.Http.GetStringAsync($"/api/v1/runs/{run}/log?after={end}"));
        Assert.Contains("lines is 0", (await daemon.IsRefused(HttpStatusCode.BadRequest, HttpMethod.Get, $"runs/{run}/log?lines=0")).ToJsonString());

        var shown = await Programs.Run(Binaries.Daemon, ["log", run, "-n", "2", "-f", "--url", daemon.Http.BaseAddress!.ToString()]);
        Assert.Equal((0, "line 50000 ü\nmore\n"), (shown.ExitCode, shown.Output));
    }

    [Fact]
    public async Task A_trainer_that_logged_nothing_leaves_no_empty_file_and_the_log_says_so()
    {
        await using var daemon = await DaemonRunner.Start();
        await daemon.Do(HttpMethod.Post, "queue/hold");
        var run = await daemon.Drop("pictures", 2, Short);
        Assert.Contains("never started", (await daemon.IsRefused(HttpStatusCode.NotFound, HttpMethod.Get, $"runs/{run}/log")).Text("detail"));
        await daemon.Do(HttpMethod.Post, "queue/release");
        var completed = await daemon.Until(run, now => now.Text("state") == "completed");

        var log = daemon.Path("output", run, "trainer.log");
        Assert.True(!File.Exists(log) || new FileInfo(log).Length > 0);
        Assert.Equal(File.Exists(log) ? log : null, completed["files"]!.Text("log"));
        if (!File.Exists(log))
            Assert.Empty(await daemon.Http.GetStringAsync($"/api/v1/runs/{run}/log"));
        await daemon.IsRefused(HttpStatusCode.NotFound, HttpMethod.Get, "runs/none/log");
    }
}
