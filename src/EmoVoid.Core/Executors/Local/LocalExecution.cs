using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Devices.Gpus;

namespace EmoVoid.Core.Executors.Local;

/// <summary>A trainer as a child process: it says events on standard output, logs for people on standard error, and hears words on standard input.</summary>
/// <remarks>Its standard input stays open as long as the daemon lives: end-of-file there tells the trainer that its parent is gone.</remarks>
internal sealed class LocalExecution : IExecution
{
    private const int Killed = 128 + 9; // SIGKILL

    private readonly Process _process;
    private readonly Channel<TrainerEvent> _events = Channel.CreateUnbounded<TrainerEvent>(new() { SingleReader = true, SingleWriter = true });
    private readonly long? _killsBefore = OutOfMemoryKills.Count();

    private LocalExecution(Process process, string logFile)
    {
        _process = process;
        Handle = ProcessIdentity.Of(process.Id)?.ToString() ?? process.Id.ToString(CultureInfo.InvariantCulture);
        End = UntilGone(Listen(), CopyLog(process.StandardError, logFile));
    }

    public string Handle { get; }

    public string Description => $"process {_process.Id}";

    public ChannelReader<TrainerEvent> Events => _events.Reader;

    public Task<ExecutionEnd> End { get; }

    public string? Waits => null;

    /// <exception cref="System.ComponentModel.Win32Exception">The program is not there or may not be run.</exception>
    /// <param name="leaveWithin">How long it may take to leave when the daemon is gone, before it ends itself.</param>
    public static async Task<LocalExecution> Start(Launcher launcher, string program, TrainerWork work, TimeSpan leaveWithin)
    {
        var start = new ProcessStartInfo(program, [work.Command, work.PlanFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(work.PlanFile),
        };
        GpuOrder.Apply(start);
        start.Environment[TrainerVariables.Parent] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.Environment[TrainerVariables.LeaveWithin] = Math.Max(1, (int)leaveWithin.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new LocalExecution(await launcher.Start(start), work.LogFile);
    }

    public void Stop()
    {
        if (!_process.HasExited)
            Signals.Terminate(_process.Id);
    }

    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    public async Task<bool> Tell(TrainerCommand command)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(command == TrainerCommand.Save ? TrainerCommands.Save : TrainerCommands.Sample);
            await _process.StandardInput.FlushAsync();
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return false; // it has left meanwhile
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await End;
        _process.Dispose();
    }

    private async Task<ExecutionEnd> UntilGone(Task listening, Task logging)
    {
        await _process.WaitForExitAsync();
        await listening;
        await logging;
        var kills = OutOfMemoryKills.Count() - _killsBefore;
        return new ExecutionEnd(_process.ExitCode, OutOfMemory: _process.ExitCode == Killed && kills > 0);
    }

    private async Task Listen()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            if (TrainerEvent.TryParse(line) is { } said)
                _events.Writer.TryWrite(said);
        _events.Writer.Complete();
    }

    // A log that cannot be written must not stop the trainer: its words are then read and let go.
    private static async Task CopyLog(StreamReader standardError, string logFile)
    {
        try
        {
            await using var log = new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            await standardError.BaseStream.CopyToAsync(log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await standardError.BaseStream.CopyToAsync(Stream.Null);
        }
    }
}
