using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Scheduling;

/// <summary>One reason for which a run may have to wait, or to leave its device for a while.</summary>
internal interface IStartRule
{
    /// <param name="run">One that waits, or one at work.</param>
    /// <returns>Null when nothing speaks against it.</returns>
    RunWait? Check(Run run, DateTimeOffset now);

    /// <summary>Whether a run at work leaves when the rule speaks against it; else the rule is about starting alone.</summary>
    bool AppliesAtWork { get; }

    /// <summary>When the rule, silent now, will speak against a run at work: the queue is looked at again at that very time.</summary>
    /// <returns>Null when it knows of no such time.</returns>
    DateTimeOffset? Changes(Run run, DateTimeOffset now) => null;
}

/// <summary>Why a run waits.</summary>
/// <param name="Why">A sentence for people.</param>
/// <param name="Until">When the reason ends by itself; null when nobody knows.</param>
public sealed record RunWait(WaitKind Kind, string Why, DateTimeOffset? Until = null);

/// <summary>What a run waits for.</summary>
public enum WaitKind
{
    /// <summary>For runs that come before it.</summary>
    Turn,

    /// <summary>For a device.</summary>
    Device,

    /// <summary>For a person to release the queue.</summary>
    Hold,

    /// <summary>For its hours, or its start time.</summary>
    Schedule,

    /// <summary>For another program, or a person, to be done with the device.</summary>
    Neighbour,

    /// <summary>For room on the disk.</summary>
    Disk,

    /// <summary>For another try, a moment after its trainer broke.</summary>
    Retry,
}
