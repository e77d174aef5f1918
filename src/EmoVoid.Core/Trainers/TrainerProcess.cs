using System.Diagnostics;
using System.Threading.Channels;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Trainers;

/// <summary>
/// A trainer at work: a child process that is told what to do with a plan file, says events on standard output and logs for people on standard error.
/// </summary>
/// <remarks>Its standard input stays open as long as the daemon lives: end-of-file there tells the trainer that its parent is gone.</remarks>
public sealed class TrainerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<TrainerEvent> _events = Channel.CreateUnbounded<TrainerEvent>(new() { SingleReader = true, SingleWriter = true });
    private readonly Task _listening;
    private readonly Task _logging;

    private TrainerProcess(Process process, string logFile)
    {
        _process = process;
        _listening = Listen();
        _logging = CopyLog(process.StandardError, logFile);
    }

    /// <summary>What the trainer says, as it says it; ends when it closes its standard output.</summary>
    public ChannelReader<TrainerEvent> Events => _events.Reader;

    public int Id => _process.Id;

    /// <summary>How the process ended; only to be asked after <see cref="Completion"/>. A signal N reads as 128 + N.</summary>
    public int ExitCode => _process.ExitCode;

    /// <param name="trainer">The program's path.</param>
    /// <param name="command">What it is to do: <c>train</c> or <c>sample</c>.</param>
    /// <param name="planFile">Of what.</param>
    /// <param name="logFile">Takes the standard error of the process; a resumed run goes on in the same file.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program is not there or may not be run.</exception>
    public static TrainerProcess Start(string trainer, string command, string planFile, string logFile)
    {
        var start = new ProcessStartInfo(trainer, [command, planFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(planFile),
        };
        return new TrainerProcess(Process.Start(start)!, logFile);
    }

    /// <summary>Completes when the process is gone and its log is on disk.</summary>
    public async Task Completion()
    {
        await _process.WaitForExitAsync();
        await _listening;
        await _logging;
    }

    /// <summary>Asks the trainer to save and leave; when it has not left after <paramref name="patience"/>, kills it with its children.</summary>
    /// <returns>Whether it left by itself.</returns>
    public async Task<bool> Stop(TimeSpan patience, TimeProvider time)
    {
        Signals.Terminate(_process);
        using var patienceIsOver = new CancellationTokenSource(patience, time);
        try
        {
            await _process.WaitForExitAsync(patienceIsOver.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await Completion();
        _process.Dispose();
    }

    private async Task Listen()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            if (TrainerEvent.TryParse(line) is { } said)
                _events.Writer.TryWrite(said);
        _events.Writer.Complete();
    }

    private static async Task CopyLog(StreamReader standardError, string logFile)
    {
        await using var log = new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await standardError.BaseStream.CopyToAsync(log);
    }
}
