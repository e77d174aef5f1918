using static EmoVoid.Core.Runs.RunState;

namespace EmoVoid.Core.Runs;

/// <summary>
/// Every way from one state to another. REST, the command line, the schedule, recovery and every kind of executor go through
/// <see cref="RunStore.Move"/> with one of these; what is not in this table does not happen.
/// </summary>
public sealed record RunTransition
{
    /// <summary>A trainer is started.</summary>
    public static readonly RunTransition Start = new("start", Preparing, Queued);

    /// <summary>The trainer took a step.</summary>
    public static readonly RunTransition Train = new("train", Training, Preparing);

    /// <summary>All is done. From preparing too: the trainer was killed after its last step and before it could say so.</summary>
    public static readonly RunTransition Complete = new("complete", Completed, Preparing, Training);

    /// <summary>The trainer left, or died, and goes on later by itself.</summary>
    public static readonly RunTransition Requeue = new("requeue", Queued, Preparing, Training);

    /// <summary>It cannot go on.</summary>
    public static readonly RunTransition Fail = new("fail", Failed, Queued, Preparing, Training);

    /// <summary>A person makes it wait before its start.</summary>
    public static readonly RunTransition Hold = new("hold", Paused, Queued);

    /// <summary>Its trainer has saved and left since a person makes it wait.</summary>
    public static readonly RunTransition Pause = new("pause", Paused, Preparing, Training);

    /// <summary>A person lets it go on.</summary>
    public static readonly RunTransition Resume = new("resume", Queued, Paused);

    /// <summary>A person ends it while it waits.</summary>
    public static readonly RunTransition Withdraw = new("withdraw", Cancelled, Queued, Paused);

    /// <summary>Its trainer has left since a person ends it.</summary>
    public static readonly RunTransition Cancel = new("cancel", Cancelled, Preparing, Training);

    /// <summary>A person gives it another try.</summary>
    public static readonly RunTransition Retry = new("retry", Queued, Failed, Cancelled);

    private RunTransition(string name, RunState to, params RunState[] from) => (Name, To, From) = (name, to, from);

    public static IReadOnlyList<RunTransition> All { get; } = [Start, Train, Complete, Requeue, Fail, Hold, Pause, Resume, Withdraw, Cancel, Retry];

    /// <summary>A verb, as people and the API say it.</summary>
    public string Name { get; }

    public RunState To { get; }

    /// <summary>The states it may start from. Where a trainer must have left first, a waiting run goes another way: who comes late is refused, and sees why.</summary>
    public IReadOnlyList<RunState> From { get; }

    public bool IsAllowedFrom(RunState state) => From.Contains(state);

    public override string ToString() => Name;
}
