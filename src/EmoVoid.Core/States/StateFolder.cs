using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.States;

/// <summary>Everything the daemon keeps, and where. One file system, so that a folder changes its place by one rename.</summary>
public sealed class StateFolder(string root)
{
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Where people put folders.</summary>
    public string Inbox => In("inbox");

    /// <summary>A folder a run, while it is not over.</summary>
    public string Work => In("work");

    /// <summary>A folder a run, once it is completed.</summary>
    public string Output => In("output");

    /// <summary>Rejected folders as they came, each with its reasons beside it.</summary>
    public string Failed => In("failed");

    /// <summary>Data sets of runs that were cancelled or deleted, as they came.</summary>
    public string Returned => In("returned");

    /// <summary>What is left of deleted runs, until housekeeping empties it.</summary>
    public string Recycle => In("recycle");

    /// <summary>Archives on their way into the inbox.</summary>
    public string Uploads => In("uploads");

    /// <summary>Latents and text contexts by content hash.</summary>
    public string Cache => In("cache");
    public string Models => In("models");

    /// <summary>Of the database.</summary>
    public string Backups => In("backups");
    public string Database => In("emovoid.db");

    /// <summary>Settings of the person who runs the daemon; need not be there.</summary>
    public string Configuration => In("emovoid.json");

    public string WorkOf(string run) => Path.Combine(Work, run);
    public string DatasetOf(string run) => Path.Combine(Work, run, "dataset");
    public string PlanOf(string run) => Path.Combine(Work, run, "plan.json");
    public string CheckpointsOf(string run) => Path.Combine(Work, run, "checkpoints");
    public string SavedStateOf(string run) => Path.Combine(CheckpointsOf(run), RunPlan.SavedStateName);
    public string TrainerLogOf(string run) => Path.Combine(Work, run, "trainer.log");
    public string OutputOf(string run) => Path.Combine(Output, run);

    /// <summary>Whether anything of a run of this id is on the disk, even if the database does not know it.</summary>
    public bool HasRun(string run) => Path.Exists(WorkOf(run)) || Path.Exists(OutputOf(run));

    internal IEnumerable<string> Folders => [Inbox, Work, Output, Failed, Returned, Recycle, Uploads, Cache, Models];

    private string In(string name) => Path.Combine(Root, name);
}
