using EmoVoid.Core.Configuration;

namespace EmoVoid.Core.Scheduling;

/// <summary>Settings <c>EmoVoid:*</c> about starting and ending trainers.</summary>
public sealed class SchedulingOptions
{
    [Setting("How long a trainer may take to save and leave before it is killed.", IsPositive = true)]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(60);

    [Setting("How long a trained run's sample pictures may take before they are given up.", IsPositive = true)]
    public TimeSpan SampleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    [Setting("How long a trainer that takes no steps yet may be silent before it counts as hung.", IsPositive = true)]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(30);

    [Setting("The least time without a step after which a trainer counts as hung; slow steps have thirty times their own length.", IsPositive = true)]
    public TimeSpan HangTimeout { get; set; } = TimeSpan.FromMinutes(5);

    [Setting("After how many deaths of its trainer in a row at the same step a run fails.", Min = 1)]
    public int MostFailures { get; set; } = 3;

    [Setting("How long a run waits after a death of its trainer; twice and three times as long after the next ones.", IsPositive = true)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    [Setting("Below this much free space, in megabytes, nothing is started.", Min = 0)]
    public int MinimumFreeMegabytes { get; set; } = 500;

    [Setting("How often the queue is looked at when nothing has happened, for what tells no news of itself: disks, other programs.", IsPositive = true)]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(15);
}
