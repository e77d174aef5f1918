using System.Globalization;
using EmoVoid.Contracts.Events;
using EmoVoid.Training.Loop;
using TorchSharp;

namespace EmoVoid.Trainer;

/// <summary>What every command that works off a plan does alike: it listens for the request to stop, says events, and ends with an exit code.</summary>
internal static class Job
{
    /// <param name="work">Given where to say events, and the request to stop.</param>
    /// <param name="requests">What else it may be asked for meanwhile.</param>
    public static int Run(Func<Action<TrainerEvent>, CancellationToken, TrainerExitCode> work, Requests requests)
    {
        using var stop = new StopRequest();
        var commands = new Commands(requests, stop);
        if (Environment.GetEnvironmentVariable(TrainerVariables.Commands) is { Length: > 0 } file)
        {
            new CommandFile(file, commands).Follow(stop.Token);
            return Run(work, stop);
        }

        using var parent = new Parent(() => stop.AskOrphan("the parent is gone"));
        CommandInput.Follow(commands, stop);
        return Run(work, stop);
    }

    /// <summary>For a command of a person's own, whose standard input may be nothing from the start.</summary>
    public static int RunAlone(Func<Action<TrainerEvent>, CancellationToken, TrainerExitCode> work)
    {
        using var stop = new StopRequest();
        return Run(work, stop);
    }

    private static int Run(Func<Action<TrainerEvent>, CancellationToken, TrainerExitCode> work, StopRequest stop)
    {
        try
        {
            using var output = EventOutput.Open();
            return Run(work, stop, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"the events cannot be written: {e.Message}");
            return (int)TrainerExitCode.NoSpace;
        }
    }

    private static int Run(Func<Action<TrainerEvent>, CancellationToken, TrainerExitCode> work, StopRequest stop, TextWriter output)
    {
        var events = new EventWriter(output, () => stop.Ask("the events cannot be written any more"));
        try
        {
            return (int)work(events.Say, stop.Token);
        }
#pragma warning disable CA1031 // Whatever goes wrong is told to the daemon in its own words; the log has the rest.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var failed = Failures.From(e);
            Console.Error.WriteLine(e);
            events.Say(failed);
            return (int)failed.Code;
        }
    }

    /// <exception cref="TrainingException">Bad plan.</exception>
    public static TPlan ReadPlan<TPlan>(Func<TPlan> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new TrainingException(TrainerExitCode.BadPlan, e.Message, e);
        }
    }

    /// <param name="name">As the plan has it.</param>
    /// <exception cref="TrainingException">Bad plan, or no device.</exception>
    public static torch.Device DeviceOf(string name)
    {
        if (name == "cpu")
            return torch.CPU;
        // Asked before a device is made: TorchSharp makes none that is not there.
        if (CudaIndex(name) is not { } index)
            throw new TrainingException(TrainerExitCode.BadPlan, $"The plan asks for the device '{name}'; known are cpu, cuda and cuda:N.");
        var there = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (index >= there)
            throw new TrainingException(TrainerExitCode.NoDevice, $"The plan asks for the device '{name}'; this libtorch sees {there} CUDA devices.");
        return torch.device(name);
    }

    private static int? CudaIndex(string name)
    {
        if (name == "cuda")
            return 0;
        return name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }
}
