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
        var requests = new Requests();
        return Job.Run((say, stop) =>
        {
            var plan = Job.ReadPlan(() => RunPlan.Read(planFile));
            LibTorch.EnsureLoaded();
            torch.set_num_threads(PhysicalCores.Count());
            var run = new TrainingRun(plan, Job.DeviceOf(plan.Device), say, TimeProvider.System, stop, requests);
            return run.Run() ? TrainerExitCode.Done : TrainerExitCode.Stopped;
        }, requests);
    }
}
