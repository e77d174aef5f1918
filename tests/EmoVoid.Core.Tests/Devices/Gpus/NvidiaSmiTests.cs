using System.Diagnostics;
using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Scheduling;
using EmoVoid.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmoVoid.Core.Tests.Devices.Gpus;

public sealed class NvidiaSmiTests : IDisposable
{
    private readonly StandInSmi _smi = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 31, 22, 0, 0, TimeSpan.Zero));

    public void Dispose() => _smi.Dispose();

    [Fact]
    public async Task What_it_says_is_read()
    {
        _smi.Gpus(
            "0, GPU-aaaa, 20100, 4100, 24576, 98, 71, 402.50, NVIDIA GeForce RTX 4090",
            "1, GPU-bbbb, 11, 81047, 81559, 0, 30, 70, NVIDIA H100 80GB HBM3, rev. 2");
        _smi.Processes($"GPU-aaaa, {Environment.ProcessId}, 18000, /opt/emovoid/EmoVoid.Trainer", "GPU-aaaa, 1, 1200, /usr/bin/python3 -c print(1, 2)");
        var look = await _smi.Status(_clock).Look();

        Assert.Null(look.Problem);
        Assert.Equal(_clock.GetUtcNow(), look.At);
        Assert.Equal(
            [(0, "GPU-aaaa", "NVIDIA GeForce RTX 4090", 20100, 4100, 24576, 98, 71, 402.5), (1, "GPU-bbbb", "NVIDIA H100 80GB HBM3, rev. 2", 11, 81047, 81559, 0, 30, 70)],
            look.Gpus.Select(gpu => (gpu.Index, gpu.Uuid, gpu.Name, gpu.UsedMegabytes!.Value, gpu.FreeMegabytes!.Value, gpu.TotalMegabytes!.Value, gpu.UtilizationPercent!.Value, gpu.Celsius!.Value, gpu.Watts!.Value)));
        Assert.Equal(
            [new GpuProcess(Environment.ProcessId, "/opt/emovoid/EmoVoid.Trainer", 18000, true), new GpuProcess(1, "/usr/bin/python3 -c print(1, 2)", 1200, false)],
            look.Gpus[0].Processes);
        Assert.Equal((2100, 18000), (look.Gpus[0].OtherMegabytes, look.Gpus[0].OwnMegabytes));
        Assert.Equal((11, 0), (look.Gpus[1].OtherMegabytes, look.Gpus[1].OwnMegabytes));
    }

    [Fact]
    public async Task What_it_does_not_know_is_null_and_not_zero()
    {
        _smi.Gpus("0, GPU-aaaa, [N/A], [Not Supported], [N/A], [N/A], [Unknown Error], [N/A], NVIDIA Thor");
        _smi.Processes($"GPU-aaaa, {Environment.ProcessId}, [N/A], [Not Found]");
        var gpu = Assert.Single((await _smi.Status(_clock).Look()).Gpus);
        Assert.Equal(
            (null, null, null, null, null, null, null, null),
            (gpu.UsedMegabytes, gpu.FreeMegabytes, gpu.TotalMegabytes, gpu.UtilizationPercent, gpu.Celsius, gpu.Watts, gpu.OtherMegabytes, gpu.OwnMegabytes));
        Assert.Equal(new GpuProcess(Environment.ProcessId, null, null, true), Assert.Single(gpu.Processes));
    }

    [Fact]
    public async Task It_is_asked_no_more_often_than_the_queue_is_looked_at()
    {
        var status = _smi.Status(_clock);
        await status.Look();
        _clock.Advance(TimeSpan.FromSeconds(14.9));
        await status.Look();
        Assert.Equal(1, _smi.Asked);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(_clock.GetUtcNow(), (await status.Look()).At);
        Assert.Equal(2, _smi.Asked);
    }

    [Fact]
    public async Task One_that_hangs_holds_nobody_up_for_long_and_is_ended()
    {
        var status = _smi.Status(_clock, TimeSpan.FromSeconds(30));
        var good = await status.Look();
        _smi.Script("echo $$ > $(dirname $0)/pid; exec sleep 1000");
        _clock.Advance(TimeSpan.FromMinutes(1));

        var look = status.Look();
        var pid = Path.Combine(Path.GetDirectoryName(_smi.Program)!, "pid");
        await Wait.Until(() => File.Exists(pid) && File.ReadAllText(pid).EndsWith('\n'), "the stand-in to hang");
        Assert.False(look.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(good, await look); // five seconds, and the last answer
        Assert.Equal(good, await status.Look()); // and nobody waits for it again
        Assert.Equal(65, (_clock.GetUtcNow() - status.Last.At!.Value).TotalSeconds);

        _clock.Advance(TimeSpan.FromSeconds(25));
        await Wait.Until(() => status.Last.Problem is not null, "the timeout");
        Assert.Equal($"{_smi.Program} does not tell of the GPUs: it did not answer within 30 seconds.", status.Last.Problem);
        Assert.Equal((good.At, 1, 0), (status.Last.At, status.Last.Gpus.Count, status.Last.Known.Count));
        await Wait.Until(() => !Directory.Exists("/proc/" + File.ReadAllText(pid).Trim()), "the end of it");
    }

    [Theory]
    [InlineData("echo NVIDIA-SMI has failed because it could not talk to the driver.; exit 9", "it left with exit code 9 (NVIDIA-SMI has failed because it could not talk to the driver.)")]
    [InlineData("echo no >&2; exit 1", "it left with exit code 1 (no)")]
    [InlineData("echo 'Mon Jan 1'", "'Mon Jan 1' is no answer to what it was asked")]
    public async Task One_that_does_not_answer_is_a_problem_and_not_a_machine_without_gpus(string script, string problem)
    {
        _smi.Script(script);
        var look = await _smi.Status(_clock).Look();
        Assert.Equal((null, 0, $"{_smi.Program} does not tell of the GPUs: {problem}."), (look.At, look.Gpus.Count, look.Problem));
    }

    [Fact]
    public async Task After_a_problem_it_is_asked_again()
    {
        var status = _smi.Status(_clock);
        _smi.Script("exit 9");
        Assert.NotNull((await status.Look()).Problem);
        _smi.Script("case \"$1\" in --query-gpu=*) echo '0, GPU-aaaa, 900, 23100, 24576, 7, 41, 31.25, A GPU';; esac");
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal((null, 1), ((await status.Look()).Problem, status.Last.Known.Count));
    }

    [Fact]
    public async Task Without_nvidia_smi_there_are_no_gpus_and_it_says_why()
    {
        Assert.DoesNotContain((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), folder => File.Exists(Path.Combine(folder, "nvidia-smi")));
        var status = new NvidiaSmi(Options.Create(new GpuOptions()), Options.Create(new SchedulingOptions()), _clock, NullLogger<NvidiaSmi>.Instance);
        var look = await status.Look();
        Assert.Equal((null, 0), (look.At, look.Gpus.Count));
        Assert.StartsWith("There is no nvidia-smi in PATH", look.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Ours_is_what_descends_from_the_daemon()
    {
        using var child = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", "sleep 1000 & echo $!; wait"]) { RedirectStandardOutput = true })!;
        try
        {
            var grandchild = int.Parse(child.StandardOutput.ReadLine()!, null);
            Assert.True(OwnProcesses.IsOurs(child.Id));
            Assert.True(OwnProcesses.IsOurs(grandchild));
            Assert.False(OwnProcesses.IsOurs(1));
            Assert.False(OwnProcesses.IsOurs(int.MaxValue));
        }
        finally
        {
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
        }
    }
}
