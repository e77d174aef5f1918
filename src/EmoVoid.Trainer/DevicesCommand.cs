using EmoVoid.Contracts.Events;
using EmoVoid.Training.Native;

namespace EmoVoid.Trainer;

/// <summary>Says what can be computed on, for a process that has no libtorch to ask.</summary>
internal static class DevicesCommand
{
    public static int Run(TextWriter answer)
    {
        var there = Devices.Inspect();
        answer.WriteLine(there.ToJsonLine());
        return (int)(there.Problem is null ? TrainerExitCode.Done : TrainerExitCode.NoDevice);
    }
}
