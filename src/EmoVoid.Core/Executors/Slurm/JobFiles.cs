using EmoVoid.Core.States;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>The files by which a job and the daemon speak, in the run's work folder, which both see.</summary>
/// <param name="Token">See <see cref="JobTag"/>.</param>
internal sealed record JobFiles(string Folder, string Token)
{
    public static JobFiles Of(StateFolder folders, string run, string token) => new(Path.Combine(folders.WorkOf(run), "slurm"), token);

    /// <summary>What sbatch was given.</summary>
    public string Script => In("sh");

    /// <summary>The plan with the paths of the nodes.</summary>
    public string Plan => In("plan.json");

    /// <summary>What the trainer says.</summary>
    public string Events => In("events");

    /// <summary>What it is told.</summary>
    public string Commands => In("commands");

    /// <summary>What the script says of itself: see <see cref="JobJournal"/>.</summary>
    public string Journal => In("journal");

    private string In(string ending) => Path.Combine(Folder, $"{Token}.{ending}");
}
