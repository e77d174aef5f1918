using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

public class SystemdTests
{
    [Fact]
    public async Task Systemd_hears_ready_status_watchdog_and_stopping()
    {
        await using var systemd = new NotifySocket();
        await using var daemon = await DaemonRunner.Start(environment: new()
        {
            ["NOTIFY_SOCKET"] = systemd.Path,
            ["WATCHDOG_USEC"] = "1000000",
        });

        await systemd.Hears(said => said == "READY=1");
        await systemd.Hears(said => said == "STATUS=idle, 0 queued");
        await systemd.Hears(said => said == "WATCHDOG=1");
        Assert.Equal(0, await daemon.Terminate());
        await systemd.Hears(said => said == "STOPPING=1");
    }

    [Fact]
    public async Task The_unit_file_is_clean()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed here");
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(Repository.Path("systemd", "emovoid.service"));
        Assert.Contains("ExecStart=/opt/emovoid/emovoidd", text);
        // systemd-analyze asks whether the program is there; here it is where it was built.
        var unit = folder.Write("emovoid.service", text.Replace("/opt/emovoid/emovoidd", Binaries.Daemon));

        var verdict = await Programs.Run("/usr/bin/systemd-analyze", ["verify", unit]);

        Assert.Equal((0, "", ""), (verdict.ExitCode, verdict.Output, verdict.Error));
    }

    [Fact]
    public void The_unit_waits_longer_for_the_daemon_than_the_daemon_for_the_trainer()
    {
        var unit = File.ReadAllLines(Repository.Path("systemd", "emovoid.service"));
        var seconds = unit.Single(line => line.StartsWith("TimeoutStopSec=")).Split('=')[1];
        // 60 s for the trainer and 30 s for the host (SchedulingOptions.StopTimeout, CoreServices).
        Assert.True(int.Parse(seconds) > 90);
    }
}
