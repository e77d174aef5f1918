namespace EmoVoid.Core.Executors.Slurm;

/// <summary>How jobs are asked for, and where they find what they need. What is null is left to Slurm.</summary>
public class SlurmOptions
{
    /// <summary>Default: the cluster's default partition.</summary>
    public string? Partition { get; set; }

    /// <summary>Whom the time is charged to.</summary>
    public string? Account { get; set; }

    /// <summary>Quality of service.</summary>
    public string? Qos { get; set; }

    /// <summary>Generic resources of a job, as <c>gpu:1</c>.</summary>
    public string? Gres { get; set; }

    /// <summary>CPUs of a job.</summary>
    public int? Cpus { get; set; }

    /// <summary>Host memory of a job, as <c>16G</c>; <c>auto</c>: estimated from the run's plan.</summary>
    public string? Memory { get; set; }

    /// <summary>As <c>08:00:00</c> or <c>1-12:00:00</c>; <c>auto</c>: from the pace of the run's own steps, once it has taken some. A run is not bound by it: it goes on in its next job.</summary>
    public string? TimeLimit { get; set; }

    /// <summary>Features that a node must have, as Slurm writes them: <c>rtx3090|rtx4090</c>.</summary>
    public string? Constraint { get; set; }

    /// <summary>Further options of sbatch, as <c>--exclude=node7</c>; each becomes a line <c>#SBATCH</c>.</summary>
    public List<string> Lines { get; init; } = [];

    /// <summary>Shell commands before the trainer, as <c>module load cuda</c>.</summary>
    public List<string> Setup { get; init; } = [];

    /// <summary>Where the nodes have this machine's folders, when it is elsewhere: by path here, the path there. What is not named has the same path.</summary>
    public Dictionary<string, string> Paths { get; init; } = [];

    /// <summary>EmoVoid.Trainer on a node; default: where this machine has it, by <see cref="Paths"/>.</summary>
    public string? Trainer { get; set; }

    /// <summary>What a node trains on: <c>cuda</c> or <c>cpu</c>; default: <c>cuda</c> where <see cref="Gres"/> asks for a gpu, else <c>cpu</c>.</summary>
    public string? Device { get; set; }

    /// <summary>How many jobs it may have in Slurm at once, waiting ones included; 1 to 200, default 4.</summary>
    public int MostJobs { get; set; } = 4;

    /// <summary>How long before its time limit a job is told to save and leave; 10 to 3600 s, default 120 s.</summary>
    public int LeaveBefore { get; set; } = 120;

    /// <summary>The folder of sbatch, squeue and the others; default: PATH.</summary>
    public string? Programs { get; set; }

    /// <summary>The file slurm.conf for these programs; default: their own.</summary>
    public string? Config { get; set; }

    /// <summary>How often Slurm is asked for all jobs at once; 1 to 600 s, default 5 s.</summary>
    public double PollSeconds { get; set; } = 5;

    internal string DeviceThere => Device ?? (Gres?.Contains("gpu", StringComparison.Ordinal) == true ? "cuda" : "cpu");

    internal string PlaceName => Partition ?? "default partition";
}
