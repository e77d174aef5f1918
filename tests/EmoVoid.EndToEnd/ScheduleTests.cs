using System.Net;
using System.Runtime.Versioning;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>Hours, and a machine that is needed for something else.</summary>
[SupportedOSPlatform("linux")]
public class ScheduleTests
{
    [Fact]
    public async Task A_run_leaves_when_somebody_needs_the_machine_and_comes_back_when_it_is_given_back()
    {
        await using var daemon = await DaemonRunner.Start();
        var run = await daemon.Drop("pictures", 4, "name = \"zenigata\"\n[train]\nsteps = 200000\nresolution = 64\n");
        await daemon.Until(run, now => (int)now["progress"]!["step"]! > 2);

        using var asked = await daemon.Http.PostAsync("/api/v1/gpu/yield?minutes=90", null);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var left = await daemon.Until(run, now => now.Text("state") == "queued");
        Assert.StartsWith("This machine is left to others until", left.Text("message"), StringComparison.Ordinal);
        Assert.EndsWith("It goes on from its saved state.", left.Text("message"), StringComparison.Ordinal);
        var gpu = await daemon.Http.GetJson("/api/v1/gpu");
        Assert.InRange(DateTimeOffset.Parse(gpu.Text("yield_until")!, null), TimeProvider.System.GetUtcNow().AddMinutes(80), TimeProvider.System.GetUtcNow().AddMinutes(90));
        Assert.Equal(gpu.Text("yield_until"), (await daemon.Http.GetJson("/api/v1/queue")).Text("yield_until"));
        Assert.Null(gpu["looked_at"]);
        Assert.Empty(gpu["items"]!.AsArray());

        using var given = await daemon.Http.DeleteAsync("/api/v1/gpu/yield");
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        var back = await daemon.Until(run, now => now.Text("state") == "training" && (int)now["progress"]!["step"]! > (int)left["progress"]!["step"]!);
        Assert.Null((await daemon.Http.GetJson("/api/v1/gpu")).Text("yield_until"));
        Assert.NotNull(back);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10081")]
    [InlineData("soon")]
    public async Task Nobody_gets_the_machine_for_a_time_that_is_none(string minutes)
    {
        await using var daemon = await DaemonRunner.Start();
        using var answer = await daemon.Http.PostAsync($"/api/v1/gpu/yield?minutes={minutes}", null);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("minutes", await answer.Content.ReadAsStringAsync());
        Assert.Null((await daemon.Http.GetJson("/api/v1/gpu")).Text("yield_until"));
    }

    [Fact]
    public async Task The_gpus_are_shown_as_their_driver_tells_of_them()
    {
        using var folder = new TemporaryFolder();
        Program(folder, "case \"$1\" in --query-gpu=*) echo '0, GPU-aaaa, 5100, 19476, 24576, [N/A], 41, 31.25, NVIDIA GeForce RTX 4090';; *) echo 'GPU-aaaa, 1, 4100, /usr/bin/ollama';; esac");
        await using var daemon = await DaemonRunner.Start(environment: new() { ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}" });

        var answer = await daemon.Http.GetJson("/api/v1/gpu");
        Assert.Null(answer.Text("problem"));
        Assert.NotNull(answer["age_seconds"]);
        var gpu = Assert.Single(answer["items"]!.AsArray())!;
        Assert.Equal(("NVIDIA GeForce RTX 4090", 5100, 5100, 31.25), (gpu.Text("name"), (int)gpu["memory_used_megabytes"]!, (int)gpu["memory_other_megabytes"]!, (double)gpu["power_watts"]!));
        Assert.Null(gpu["utilization_percent"]);
        var process = Assert.Single(gpu["processes"]!.AsArray())!;
        Assert.Equal((1, "/usr/bin/ollama", 4100, false), ((int)process["pid"]!, process.Text("name"), (int)process["memory_megabytes"]!, (bool)process["ours"]!));

        var metrics = await daemon.Http.GetStringAsync("/metrics");
        Assert.Contains("emovoid_gpu_memory_used_bytes{gpu=\"0\"} 5347737600\n", metrics);
        Assert.Contains("emovoid_gpu_power_watts{gpu=\"0\"} 31.25\n", metrics);
        Assert.DoesNotContain("emovoid_gpu_utilization_ratio{", metrics); // its driver does not tell
    }

    [Fact]
    public async Task The_schedule_is_told_by_the_daemon_and_without_it_by_what_it_left()
    {
        using var folder = new TemporaryFolder();
        var always = "[schedule]\nwindow = \"00:00-24:00\"\nstart_at = 2126-01-01T10:00:00\npriority = 7\n";
        folder.Write("emovoid.json", """{"Urls":"http://127.0.0.1:1","EmoVoid":{"Schedule":{"TimeZone":"Europe/Berlin","Hours":"mon-sun 00:00-12:00; 12:00-24:00"}}}""");
        await using (var daemon = await DaemonRunner.Start(folder.Path))
        {
            var run = await daemon.Drop("pictures", 3, "name = \"zenigata\"\n" + always);
            await Wait.Until(async () => (await daemon.Http.GetJson("/api/v1/schedule"))["waiting"]![0]!.Text("why") is not null, () => daemon.Log);
            var schedule = await daemon.Http.GetJson("/api/v1/schedule?days=2");
            Assert.Equal("Europe/Berlin", schedule.Text("time_zone"));
            Assert.Equal(TimeSpan.FromDays(2), DateTimeOffset.Parse(schedule["openings"]![0]!.Text("until")!, null) - DateTimeOffset.Parse(schedule["openings"]![0]!.Text("from")!, null));
            var waiting = Assert.Single(schedule["waiting"]!.AsArray())!;
            Assert.Equal((run, "00:00-24:00", 7, "It is to start at 2126-01-01 10:00 +01:00."), (waiting.Text("run"), waiting.Text("hours"), (int)waiting["priority"]!, waiting.Text("why")));
            Assert.Equal(new DateTimeOffset(2126, 1, 1, 9, 0, 0, TimeSpan.Zero), DateTimeOffset.Parse(waiting.Text("may_start_at")!, null));
            using var wrong = await daemon.Http.GetAsync("/api/v1/schedule?days=0");
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);

            var told = await Programs.Run(Binaries.Daemon, ["schedule", "--state", folder.Path, "--url", daemon.Http.BaseAddress!.ToString()]);
            Assert.True(told.ExitCode == 0, told.Error);
            Assert.Contains("  zenigata: Tue 2126-01-01 10:00, within 00:00-24:00. It is to start at 2126-01-01 10:00 +01:00.", told.Output);
            Assert.Equal(0, await daemon.Terminate());
        }

        var workedOut = await Programs.Run(Binaries.Daemon, ["schedule", "--state", folder.Path, "--days", "3"]);
        Assert.True(workedOut.ExitCode == 0, workedOut.Error);
        Assert.Contains("(Europe/Berlin). The daemon trains within mon-sun 00:00-12:00; 12:00-24:00:", workedOut.Output);
        Assert.Contains("  zenigata: Tue 2126-01-01 10:00, within 00:00-24:00\n", workedOut.Output);
    }

    [Fact]
    public async Task A_schedule_can_be_asked_for_before_there_ever_was_a_daemon()
    {
        using var folder = new TemporaryFolder();
        var said = await Programs.Run(Binaries.Daemon, ["schedule", "--state", folder["state"]]);
        Assert.True(said.ExitCode == 0, said.Error);
        Assert.Contains("The daemon trains at any time.\nNo run waits.", said.Output);
        Assert.False(Directory.Exists(folder["state"]));

        folder.Write("state/emovoid.json", """{"Urls":"http://127.0.0.1:1","EmoVoid":{"Schedule":{"Hours":"8-9"}}}""");
        var wrong = await Programs.Run(Binaries.Daemon, ["schedule", "--state", folder["state"]]);
        Assert.Equal(78, wrong.ExitCode);
        Assert.Contains("EmoVoid:Schedule:Hours is '8-9': '8-9' is not a window", wrong.Error);
    }

    private static void Program(TemporaryFolder folder, string script) => File.SetUnixFileMode(
        folder.Write("nvidia-smi", "#!/bin/bash\n" + script + "\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
