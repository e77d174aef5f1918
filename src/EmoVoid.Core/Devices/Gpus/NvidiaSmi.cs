using System.ComponentModel;
using System.Diagnostics;
using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Devices.Gpus;

/// <summary>
/// Asks the driver's own program rather than its library NVML: a program that hangs in a broken driver can be given up, a call inside the daemon
/// cannot.
/// </summary>
internal sealed class NvidiaSmi(IOptions<GpuOptions> options, IOptions<SchedulingOptions> scheduling, TimeProvider time, ILogger<NvidiaSmi> log) : IGpuStatus
{
    private const string Program = "nvidia-smi";

    /// <summary>How long somebody who asks waits; an answer that takes longer is the next one's. An idle driver takes a second or two to wake.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile GpuLook _last = new(null, [], "The GPUs were not asked yet.");
    private DateTimeOffset? _asked;
    private Task _asking = Task.CompletedTask;

    public GpuLook Last => _last;

    public async Task<GpuLook> Look()
    {
        if (Ask() is { } asking)
            await Task.WhenAny(asking, Task.Delay(Patience, time));
        return _last;
    }

    /// <returns>Null when the last answer is young enough, or one is being waited for already.</returns>
    private Task? Ask()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            // A clock that was put back must not make an answer young for ever.
            if (!_asking.IsCompleted || (_asked is { } before && now >= before && now - before < scheduling.Value.LookEvery))
                return null;
            _asked = now;
            return _asking = Task.Run(() => Renew(now));
        }
    }

    private async Task Renew(DateTimeOffset now)
    {
        if (Find() is not { } program)
        {
            _last = new GpuLook(null, [], $"There is no {Program} in PATH: either there is no NVIDIA GPU here, or its driver's programs are not installed.");
            return;
        }

        using var late = new CancellationTokenSource(options.Value.NvidiaSmiTimeout, time);
        try
        {
            var answers = await Task.WhenAll(Run(program, NvidiaSmiText.AskForGpus, late.Token), Run(program, NvidiaSmiText.AskForProcesses, late.Token));
            _last = new GpuLook(now, NvidiaSmiText.Read(answers[0], answers[1], OwnProcesses.IsOurs), null);
        }
        catch (Exception e) when (e is OperationCanceledException or FormatException or Win32Exception or IOException)
        {
            var problem = e is OperationCanceledException ? $"it did not answer within {options.Value.NvidiaSmiTimeout.TotalSeconds:0.#} seconds" : e.Message.TrimEnd('.');
            if (_last.Problem is null || _last.At is null)
                log.GpusSilent(program, problem);
            _last = _last with { Problem = $"{program} does not tell of the GPUs: {problem}." };
        }
    }

    private string? Find() => options.Value.NvidiaSmi ?? (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists);

    private static async Task<string> Run(string program, string[] arguments, CancellationToken late)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var (said, log) = (process.StandardOutput.ReadToEndAsync(late), process.StandardError.ReadToEndAsync(late));
            await Task.WhenAll(said, log, process.WaitForExitAsync(late));
            return process.ExitCode == 0 ? await said : throw new IOException($"it left with exit code {process.ExitCode} ({FirstLine(await said) ?? FirstLine(await log) ?? "and no word"})");
        }
        finally
        {
            // One that hangs inside the driver dies when the driver lets it go; it is not waited for.
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.DisposeWithPipes();
        }
    }

    private static string? FirstLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
}
