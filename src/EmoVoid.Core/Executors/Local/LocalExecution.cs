using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Trainers;

namespace EmoVoid.Core.Executors.Local;

/// <summary>A trainer as a child process: its standard output is listened to, its standard error is the log, and it may hear words on standard input.</summary>
/// <remarks>Its standard input stays open as long as the daemon lives: end-of-file there tells the trainer that its parent is gone.</remarks>
internal sealed class LocalExecution : IExecution
{
    private const int Killed = 128 + 9; // SIGKILL

    private readonly Process _process;
    private readonly bool _hearsWords;
    private readonly Channel<TrainerEvent> _events = Channel.CreateUnbounded<TrainerEvent>(new() { SingleReader = true, SingleWriter = true });
    private readonly long? _killsBefore = OutOfMemoryKills.Count();

    private LocalExecution(Process process, bool hearsWords, ITrainerVoice voice, string logFile)
    {
        (_process, _hearsWords) = (process, hearsWords);
        Handle = ProcessIdentity.Of(process.Id)?.ToString() ?? process.Id.ToString(CultureInfo.InvariantCulture);
        End = UntilGone(voice, new TrainerLog(logFile));
    }

    public string Handle { get; }

    public string Description => $"process {_process.Id}";

    public ChannelReader<TrainerEvent> Events => _events.Reader;

    public Task<ExecutionEnd> End { get; }

    public string? Waits => null;

    /// <exception cref="System.ComponentModel.Win32Exception">The program is not there or may not be run.</exception>
    public static async Task<LocalExecution> Start(Launcher launcher, TrainerCall call, ITrainerVoice voice, string logFile)
    {
        var what = new ProcessStartInfo(call.Program, call.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = call.Folder,
        };
        GpuOrder.Apply(what);
        foreach (var (name, value) in call.Environment)
            what.Environment[name] = value;
        return new LocalExecution(await launcher.Start(what), call.HearsWords, voice, logFile);
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
        if (!_hearsWords)
            return false;
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
        _process.DisposeWithPipes();
    }

    private async Task<ExecutionEnd> UntilGone(ITrainerVoice voice, TrainerLog log)
    {
        using (log)
        {
            var logging = log.Copy(_process.StandardError.BaseStream);
            if (!await voice.Hear(_process.StandardOutput.BaseStream, log.Write, Say))
            {
                Kill();
                await log.Copy(_process.StandardOutput.BaseStream);
            }

            await _process.WaitForExitAsync();
            await logging;
        }

        var kills = OutOfMemoryKills.Count() - _killsBefore;
        var end = voice.Judge(new ExecutionEnd(_process.ExitCode, OutOfMemory: _process.ExitCode == Killed && kills > 0), Say);
        _events.Writer.Complete();
        return end;
    }

    private void Say(TrainerEvent said) => _events.Writer.TryWrite(said);
}
