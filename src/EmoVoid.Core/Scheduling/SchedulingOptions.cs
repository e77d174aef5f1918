namespace EmoVoid.Core.Scheduling;

/// <summary>How trainers are started and ended: the section <c>EmoVoid</c> of the configuration.</summary>
public sealed class SchedulingOptions
{
    /// <summary>The trainer's program; null: beside the daemon.</summary>
    public string? TrainerPath { get; set; }

    /// <summary>How long a trainer may take to save and leave when the daemon stops, before it is killed; default 60 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(60);
}
