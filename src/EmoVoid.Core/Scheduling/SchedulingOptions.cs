namespace EmoVoid.Core.Scheduling;

/// <summary>Settings <c>EmoVoid:*</c> about starting and ending trainers.</summary>
public sealed class SchedulingOptions
{
    /// <summary>How long a trainer may take to save and leave when the daemon stops, before it is killed; default 60 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(60);
}
