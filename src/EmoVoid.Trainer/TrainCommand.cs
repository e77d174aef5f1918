using System.Globalization;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Native;
using TorchSharp;

namespace EmoVoid.Trainer;

/// <summary>Trains one plan and says how it went: in events while it runs, by the exit code at the end.</summary>
internal static class TrainCommand
{
    public static int Run(string planFile)
    {
        using var stop = new StopRequest();
        using var output = new StandardOutput();
        var events = new EventWriter(output, () => stop.Ask("nobody reads the events"));
        try
        {
            return (int)Train(ReadPlan(planFile), events, stop.Token);
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

    private static TrainerExitCode Train(RunPlan plan, EventWriter events, CancellationToken stop)
    {
        LibTorch.EnsureLoaded();
        torch.set_num_threads(PhysicalCores.Count());
        var run = new TrainingRun(plan, DeviceOf(plan), events.Say, TimeProvider.System, stop);
        return run.Run() ? TrainerExitCode.Done : TrainerExitCode.Stopped;
    }

    private static RunPlan ReadPlan(string file)
    {
        try
        {
            return RunPlan.Read(file);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new TrainingException(TrainerExitCode.BadPlan, e.Message, e);
        }
    }

    private static torch.Device DeviceOf(RunPlan plan)
    {
        var name = plan.Device;
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
