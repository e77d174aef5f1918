using System.Runtime.InteropServices;

namespace EmoVoid.Trainer;

/// <summary>The three ways to ask a trainer to save and leave: SIGTERM, SIGINT, and the end of standard input, which comes when the parent dies.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] signals;

    /// <param name="untilInputEnds">False for a person's command, whose standard input may be nothing from the start.</param>
    public StopRequest(bool untilInputEnds)
    {
        signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Ask($"{context.Signal} received");
        }))];
        if (untilInputEnds)
            new Thread(WaitForEndOfInput) { IsBackground = true, Name = "standard input" }.Start();
    }

    public CancellationToken Token => source.Token;

    public void Ask(string why)
    {
        if (source.IsCancellationRequested)
            return;
        Console.Error.WriteLine($"{why}: the step at hand is finished and saved, then the run stops");
        source.Cancel();
    }

    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
    }

    private void WaitForEndOfInput()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[256];
        while (input.Read(ignored) > 0)
        {
        }

        Ask("standard input ended");
    }
}
