using System.Diagnostics;
using System.Runtime.InteropServices;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Trainer;

/// <summary>The real trainer as a child process.</summary>
internal sealed partial class TrainerProgram : IDisposable
{
    private const int Terminate = 15;

    private readonly Process process;
    private readonly Task<string> log;

    private TrainerProgram(string program, string[] arguments, Dictionary<string, string>? environment = null)
    {
        var start = Programs.Prepare(program, arguments, environment);
        start.RedirectStandardInput = true;
        process = Process.Start(start)!;
        log = process.StandardError.ReadToEndAsync();
    }

    public List<TrainerEvent> Events { get; } = [];

    /// <summary>Lines on standard output that are no events; there should be none.</summary>
    public List<string> OtherLines { get; } = [];

    public StreamWriter Input => process.StandardInput;

    public int Id => process.Id;

    public static TrainerProgram Train(RunPlan plan, string planFile, Dictionary<string, string>? environment = null)
    {
        plan.Write(planFile);
        return new TrainerProgram(Binaries.Trainer, ["train", planFile], environment);
    }

    public static TrainerProgram Start(params string[] arguments) => new(Binaries.Trainer, arguments);

    /// <summary>The trainer as the child of a shell, whose death does not end the trainer's standard input.</summary>
    public static TrainerProgram TrainBelowShell(RunPlan plan, string planFile, Dictionary<string, string>? environment = null)
    {
        plan.Write(planFile);
        return new TrainerProgram("/bin/sh", ["-c", "exec 3<&0; \"$0\" train \"$1\" <&3 3<&- & wait", Binaries.Trainer, planFile], environment);
    }

    /// <summary>Reads events until one fits.</summary>
    public async Task<TrainerEvent> Until(Func<TrainerEvent, bool> fits)
    {
        while (await ReadLine() is { } line)
            if (Take(line) is { } said && fits(said))
                return said;
        throw new InvalidOperationException($"the trainer ended with {await ExitCode()} and never said it. {await log}");
    }

    /// <summary>Reads all events; returns how the process ended.</summary>
    public async Task<TrainerExitCode> End()
    {
        while (await ReadLine() is { } line)
            Take(line);
        return await ExitCode();
    }

    /// <summary>Closes this end of the trainer's standard output, and waits for it to leave.</summary>
    public async Task<TrainerExitCode> EndWithoutListening()
    {
        process.StandardOutput.Dispose();
        return await ExitCode();
    }

    public async Task<string?> ReadLine() => await process.StandardOutput.ReadLineAsync().WaitAsync(Wait.Patience);

    public void SendTerminate() => Assert.Equal(0, Kill(process.Id, Terminate));

    public void KillAtOnce() => process.Kill();

    public async Task<string> Log() => await log;

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private async Task<TrainerExitCode> ExitCode()
    {
        await process.WaitForExitAsync().WaitAsync(Wait.Patience);
        return (TrainerExitCode)process.ExitCode;
    }

    private TrainerEvent? Take(string line)
    {
        var said = TrainerEvent.TryParse(line);
        if (said is null)
            OtherLines.Add(line);
        else
            Events.Add(said);
        return said;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
