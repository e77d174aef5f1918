using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Native;
using EmoVoid.Training.Sampling;
using TorchSharp;

namespace EmoVoid.Trainer;

/// <summary>Makes one contact sheet: progress in events, the sheet as a file, and by the exit code how it went.</summary>
internal static class SampleCommand
{
    public static int Run(string planFile) => Job.Run((say, stop) =>
    {
        var plan = Job.ReadPlan(() => SamplePlan.Read(planFile));
        LibTorch.EnsureLoaded();
        torch.set_num_threads(PhysicalCores.Count());
        try
        {
            new SampleRun(plan, Job.DeviceOf(plan.Device), say, stop).Run();
            return TrainerExitCode.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return TrainerExitCode.Stopped;
        }
    }, new Requests());
}
