namespace EmoVoid.Core.Scheduling;

/// <summary>Settings <c>EmoVoid:*</c> about starting and ending trainers.</summary>
public sealed class SchedulingOptions
{
    /// <summary>How long a trainer may take to save and leave when the daemon stops, before it is killed; default 60 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a trained run's sample pictures may take before they are given up; default 30 min.</summary>
    public TimeSpan SampleTimeout { get; set; } = TimeSpan.FromMinutes(30);
}
