using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

public class SystemdTests
{
    private const string Installed = "/usr/lib/emovoid/emovoidd";

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
        Assert.Contains($"ExecStart={Installed}", text);
        // systemd-analyze asks whether the program is there; here it is where it was built.
        var unit = folder.Write("emovoid.service", text.Replace(Installed, Binaries.Daemon));

        var verdict = await Programs.Run("/usr/bin/systemd-analyze", ["verify", unit]);

        Assert.Equal((0, "", ""), (verdict.ExitCode, verdict.Output, verdict.Error));
    }

    [Fact]
    public async Task The_unit_is_exposed_to_no_more_than_it_needs()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed here");

        var verdict = await Programs.Run(
            "/usr/bin/systemd-analyze", ["security", "--offline=true", "--no-pager", $"--threshold={MostExposure}", Repository.Path("systemd", "emovoid.service")]);

        Assert.True(verdict.ExitCode == 0, verdict.Output + verdict.Error);
    }

    /// <summary>Tenths, as systemd-analyze counts: 2.5 of 10.</summary>
    private const int MostExposure = 25;

    [Fact]
    public void The_unit_waits_longer_for_the_daemon_than_the_daemon_for_the_trainer()
    {
        var unit = File.ReadAllLines(Repository.Path("systemd", "emovoid.service"));
        var seconds = unit.Single(line => line.StartsWith("TimeoutStopSec=")).Split('=')[1];
        // 60 s for the trainer and 30 s for the host (SchedulingOptions.StopTimeout, CoreServices).
        Assert.True(int.Parse(seconds) > 90);
    }
}
