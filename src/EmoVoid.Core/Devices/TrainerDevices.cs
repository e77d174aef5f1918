using System.Diagnostics;
using EmoVoid.Contracts.Inspection;
using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Trainers;

namespace EmoVoid.Core.Devices;

/// <summary>Asks a trainer process, which alone has libtorch; a good answer is asked for once, since devices do not come and go while a daemon runs.</summary>
public sealed class TrainerDevices(TrainerLocator trainer, TimeProvider time) : ITrainerDevices, IDisposable
{
    /// <summary>Loading libtorch from a cold disk takes many seconds, and CUDA's own start a few more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Exit codes of a process that a signal ended begin here.</summary>
    private const int FirstSignalCode = 128;

    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private volatile DeviceInspection? known;

    public DeviceInspection? Known => known;

    public async Task<DeviceInspection> ListAsync(CancellationToken cancel)
    {
        await oneAtATime.WaitAsync(cancel);
        try
        {
            if (known is not null)
                return known;
            // Asked twice: the first may have been killed for no fault of its own, as by a kernel that is short of memory.
            var answer = await AskAsync(trainer.Find(), cancel) ?? await AskAsync(trainer.Find(), cancel) ?? Broken("it was killed, twice");
            known = answer.Problem is null ? answer : null;
            return answer;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    /// <returns>Null when a signal ended the process.</returns>
    private async Task<DeviceInspection?> AskAsync(string program, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, ["devices"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        GpuOrder.Apply(start);
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            var (said, log) = (process.StandardOutput.ReadToEndAsync(either.Token), process.StandardError.ReadToEndAsync(either.Token));
            await process.WaitForExitAsync(either.Token);
            return (await said).Split('\n').Select(DeviceInspection.TryParse).LastOrDefault(answer => answer is not null)
                ?? (process.ExitCode >= FirstSignalCode ? null : Broken($"it left with exit code {process.ExitCode}. {(await log).Trim().Split('\n')[^1]}".TrimEnd()));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return Broken($"it took longer than {Patience.TotalMinutes:0} minutes");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static DeviceInspection Broken(string why) => new(null, [], $"The trainer cannot say what it can compute on: {why}");
}
