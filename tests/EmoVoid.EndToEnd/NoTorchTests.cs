using EmoVoid.EndToEnd.Harness;

namespace EmoVoid.EndToEnd;

/// <summary>A fault in native code may take a trainer, never the daemon.</summary>
public class NoTorchTests
{
    private static readonly string[] Native = ["torch", "vips"];

    [Fact]
    public void The_daemon_depends_on_no_torch_and_no_vips()
    {
        var deps = File.ReadAllText(System.IO.Path.Combine(Binaries.DaemonFolder, "emovoidd.deps.json"));
        Assert.All(Native, name => Assert.DoesNotContain(name, deps, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_running_daemon_maps_no_torch_and_no_vips_no_library_for_downloads_and_before_the_first_plot_no_skia()
    {
        await using var daemon = await DaemonRunner.Start();
        var maps = await File.ReadAllTextAsync($"/proc/{daemon.Process.Id}/maps");
        Assert.Contains("emovoidd", maps);
        Assert.All([.. Native, "skia", "harfbuzz", "scottplot", "polly"], name => Assert.DoesNotContain(name, maps, StringComparison.OrdinalIgnoreCase));
    }
}
