namespace EmoVoid.Core.Executors.Slurm;

/// <summary>One job as <c>squeue</c> shows it.</summary>
/// <param name="State">As <c>PENDING</c>.</param>
/// <param name="Reason">As <c>Resources</c>; Slurm's own word.</param>
/// <param name="Nodes">Empty before it has one.</param>
/// <param name="Tag">Null for a job of somebody else.</param>
internal sealed record QueuedJob(string Id, string State, string Reason, string Nodes, JobTag? Tag)
{
    /// <summary>Number, state, reason, nodes and comment, which may have anything in it and therefore comes last.</summary>
    public const string Format = "%i|%T|%r|%N|%k";

    public JobStage Stage => JobStates.StageOf(State);

    /// <summary>Null for a line that is something else, as a warning of the program.</summary>
    public static QueuedJob? Parse(string line) => line.Split('|', 5) is [var id, var state, var reason, var nodes, var comment] && id.Length > 0 && char.IsAsciiDigit(id[0])
        ? new QueuedJob(id, state, reason, nodes, JobTag.Parse(comment.Trim()))
        : null;
}
