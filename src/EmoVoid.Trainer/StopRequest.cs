using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Trainer;

/// <summary>The request to save and leave: SIGTERM, SIGINT, a command, or the death of the parent.</summary>
internal sealed class StopRequest : IDisposable
{
    private const double DefaultSeconds = 60;

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] signals;
    private readonly ManualResetEventSlim left = new();
    private int orphaned;

    public StopRequest() => signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Ask($"{context.Signal} received");
    }))];

    public CancellationToken Token => source.Token;

    public void Ask(string why)
    {
        if (source.IsCancellationRequested)
            return;
        Console.Error.WriteLine($"{why}: the step at hand is finished and saved, then the run stops");
        source.Cancel();
    }

    /// <summary>
    /// <see cref="Ask"/>, with nobody left who could end this process when it does not leave: then it ends itself, and what it did since its last
    /// saved state is done again.
    /// </summary>
    public void AskOrphan(string why)
    {
        if (Interlocked.Exchange(ref orphaned, 1) == 1)
            return;
        Ask(why);
        new Thread(EndWhenTimeIsUp) { IsBackground = true, Name = "last resort" }.Start();
    }

    public void Dispose()
    {
        left.Set();
        foreach (var signal in signals)
            signal.Dispose();
    }

    private void EndWhenTimeIsUp()
    {
        var written = Environment.GetEnvironmentVariable(TrainerVariables.LeaveWithin);
        var seconds = double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var set) && set is >= 0 and <= 86_400 ? set : DefaultSeconds;
        if (left.Wait(TimeSpan.FromSeconds(seconds)))
            return;
        Console.Error.WriteLine($"nobody waits for this trainer any more, and it did not leave within {seconds} seconds: it ends itself");
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
