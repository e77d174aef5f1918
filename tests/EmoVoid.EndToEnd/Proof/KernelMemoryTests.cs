using System.Runtime.Versioning;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Proof;

/// <summary>A trainer that the kernel kills since it took too much memory.</summary>
[SupportedOSPlatform("linux")]
[Collection(nameof(Alone))]
public class KernelMemoryTests
{
    [Fact]
    public async Task A_trainer_that_the_kernel_kills_for_its_memory_goes_on_with_less_and_the_report_says_so()
    {
        using var cage = MemoryCage.Make(megabytes: 100);
        using var folder = new TemporaryFolder();
        await using var daemon = await DaemonRunner.Start(folder["state"], ["EmoVoid:TrainerPath=" + cage.Trainer(folder), "EmoVoid:RetryDelay=00:00:00.050"]);

        var run = await daemon.Drop("caged", 3, "[train]\nsteps = 12\nsave_every = 6\nresolution = 64\n[sample]\ncount = 0\n");
        await daemon.Until(run, now => now.Text("state") == "completed");

        var report = await File.ReadAllTextAsync(daemon.Path("output", run, "report.md"));
        Assert.Matches("the memory ran out \\(.*kernel.*\\); the run went on with .*", report);
        ProofSize.Say("a trainer killed by the kernel for its memory", "went on in a leaner mode, and the report says so");
    }
}
