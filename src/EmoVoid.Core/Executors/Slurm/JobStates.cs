namespace EmoVoid.Core.Executors.Slurm;

/// <summary>What a job's state means to whoever follows it.</summary>
internal enum JobStage
{
    /// <summary>In the queue, or back in it.</summary>
    Waits,

    /// <summary>On its node; also while it is suspended, is about to leave, or Slurm tidies up after it.</summary>
    Works,

    /// <summary>It has ended for good.</summary>
    Over,
}

/// <summary>Slurm's words for states and reasons, in a person's.</summary>
internal static class JobStates
{
    private static readonly Dictionary<string, string> Waiting = new(StringComparer.Ordinal)
    {
        ["None"] = "it was queued a moment ago",
        ["Resources"] = "no node with what it asks for is free",
        ["Priority"] = "other jobs come first",
        ["JobHeldUser"] = "it is held; 'scontrol release' lets it go on",
        ["JobHeldAdmin"] = "an administrator of the cluster holds it",
        ["BeginTime"] = "its begin time has not come; Slurm gives a job that was put back into the queue about two minutes",
        ["Dependency"] = "it waits for another job",
        ["DependencyNeverSatisfied"] = "it waits for another job that will never end so",
        ["PartitionDown"] = "its partition is down",
        ["PartitionInactive"] = "its partition starts no jobs now",
        ["PartitionTimeLimit"] = "it asks for more time than the partition allows",
        ["PartitionNodeLimit"] = "it asks for more nodes than the partition has",
        ["NodeDown"] = "a node that it needs is down",
        ["ReqNodeNotAvail"] = "a node that it needs is down, drained or reserved",
        ["BadConstraints"] = "no node has what it asks for",
        ["Reservation"] = "it waits for its reservation",
        ["Licenses"] = "it waits for a licence",
        ["Cleaning"] = "the nodes of its last try are still tidied up",
        ["JobLaunchFailure"] = "a node could not start it",
        ["InvalidAccount"] = "its account is not valid any more",
        ["InvalidQOS"] = "its quality of service is not valid any more",
        ["launch failed requeued held"] = "a node could not start it, and it is held; 'scontrol release' lets it go on",
    };

    public static JobStage StageOf(string state) => state switch
    {
        "PENDING" or "CONFIGURING" or "REQUEUED" or "REQUEUE_FED" or "REQUEUE_HOLD" or "SPECIAL_EXIT" or "RESV_DEL_HOLD" or "POWER_UP_NODE" => JobStage.Waits,
        "RUNNING" or "COMPLETING" or "SUSPENDED" or "STOPPED" or "SIGNALING" or "STAGE_OUT" or "RESIZING" or "UPDATE_DB" => JobStage.Works,
        "COMPLETED" or "FAILED" or "CANCELLED" or "TIMEOUT" or "NODE_FAIL" or "PREEMPTED" or "BOOT_FAIL" or "DEADLINE" or "OUT_OF_MEMORY" or "REVOKED" or "LAUNCH_FAILED" or "RECONFIG_FAIL" => JobStage.Over,
        // One that a newer Slurm has: as long as the job is in the queue it is not lost.
        _ => JobStage.Works,
    };

    /// <summary>Why a job does not work yet; a sentence.</summary>
    public static string WhyItWaits(QueuedJob job)
    {
        var why = Waiting.GetValueOrDefault(job.Reason) ?? Waiting.GetValueOrDefault(FirstWord(job.Reason)) ?? Limit(job.Reason);
        var state = job.State switch { "CONFIGURING" => "waits for its node to get ready", "REQUEUE_HOLD" or "SPECIAL_EXIT" => "was put back and is held", _ => "waits" };
        return why is null ? $"Slurm job {job.Id} {state} ({job.Reason})." : $"Slurm job {job.Id} {state}: {why} ({job.Reason}).";
    }

    /// <summary>Why a job ended that did not end by itself; a sentence, or null where the state says no more than the exit code.</summary>
    public static string? WhyItEnded(QueuedJob job) => job.State switch
    {
        "TIMEOUT" => $"Slurm job {job.Id} came to its time limit.",
        "NODE_FAIL" => $"The node {job.Nodes} of Slurm job {job.Id} failed.",
        "PREEMPTED" => $"Slurm job {job.Id} had to make room for a job that comes first.",
        "BOOT_FAIL" => $"The node {job.Nodes} of Slurm job {job.Id} did not start.",
        "LAUNCH_FAILED" or "RECONFIG_FAIL" => $"The node {job.Nodes} could not start Slurm job {job.Id}.",
        "DEADLINE" => $"Slurm job {job.Id} came to its deadline.",
        "REVOKED" => $"Slurm job {job.Id} was started on another cluster.",
        "OUT_OF_MEMORY" => $"Slurm job {job.Id} took more host memory than it had asked for.",
        "CANCELLED" => $"Slurm job {job.Id} was cancelled from outside (scancel).",
        "FAILED" when job.Reason == "JobLaunchFailure" => $"The node {job.Nodes} could not start Slurm job {job.Id}.",
        _ => null,
    };

    /// <summary>Whether a job that ended so was cut, through no fault of its own.</summary>
    public static bool IsCut(QueuedJob job) =>
        job.State is "TIMEOUT" or "NODE_FAIL" or "PREEMPTED" or "BOOT_FAIL" or "LAUNCH_FAILED" or "RECONFIG_FAIL" or "DEADLINE" or "REVOKED" || job is { State: "FAILED", Reason: "JobLaunchFailure" };

    private static string FirstWord(string reason) => reason.Split(',', ' ')[0];

    // AssocGrpCpuLimit, QOSMaxJobsPerUserLimit, MaxMemPerLimit and their many like.
    private static string? Limit(string reason) => reason.EndsWith("Limit", StringComparison.Ordinal) || reason.StartsWith("QOS", StringComparison.Ordinal) || reason.StartsWith("Assoc", StringComparison.Ordinal)
        ? "a limit of the cluster is reached"
        : null;
}
