namespace EmoVoid.Contracts.Events;

/// <summary>Environment variables by which whoever starts a trainer says how to speak with it. None of them need be set.</summary>
public static class TrainerVariables
{
    /// <summary>
    /// A file that events are appended to, a line each, instead of standard output: for a trainer whose output nobody can read.
    /// </summary>
    public const string Events = "EMOVOID_EVENTS";

    /// <summary>
    /// A file that <see cref="TrainerCommands"/> are appended to, a line each; it need not be there yet. What is in it when the trainer starts is
    /// of the past. With it the trainer has no parent to outlive: neither the end of standard input nor the parent's death stops it.
    /// </summary>
    public const string Commands = "EMOVOID_COMMANDS";

    /// <summary>The process id of the parent, so that a trainer whose parent has died before the trainer could ask for it notices.</summary>
    public const string Parent = "EMOVOID_PARENT";

    /// <summary>How many seconds a trainer whose parent is gone may take to save and leave, before it ends itself; default 60.</summary>
    public const string LeaveWithin = "EMOVOID_LEAVE_WITHIN";
}
