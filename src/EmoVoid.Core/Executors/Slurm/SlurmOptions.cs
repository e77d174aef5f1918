using EmoVoid.Core.Configuration;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>How jobs are asked for, and where they find what they need. What is null is left to Slurm.</summary>
public class SlurmOptions
{
    [Setting("The partition of the jobs.", Default = "the cluster's", Form = "a word as Slurm writes it")]
    public string? Partition { get; set; }

    [Setting("Whom the time is charged to.", Default = "left to Slurm", Form = "a word as Slurm writes it")]
    public string? Account { get; set; }

    [Setting("Quality of service.", Default = "left to Slurm", Form = "a word as Slurm writes it")]
    public string? Qos { get; set; }

    [Setting("Generic resources of a job.", Default = "none", Form = "as gpu:1")]
    public string? Gres { get; set; }

    [Setting("CPUs of a job.", Default = "left to Slurm", Min = 1, Max = 1024)]
    public int? Cpus { get; set; }

    [Setting("Host memory of a job; auto: estimated from the run's plan.", Default = "left to Slurm", Form = "auto, or megabytes or a number with K, M, G or T, as 16G")]
    public string? Memory { get; set; }

    [Setting("The time limit of a job; auto: from the pace of the run's own steps, once it has taken some. A run is not bound by it: it goes on in its next job.", Default = "left to Slurm", Form = "auto, or a time as 90 (minutes), 08:00:00 or 1-12:00:00")]
    public string? TimeLimit { get; set; }

    [Setting("Features that a node must have.", Default = "none", Form = "as rtx3090|rtx4090")]
    public string? Constraint { get; set; }

    [Setting("Further options of sbatch; each becomes a line #SBATCH.", Form = "as --exclude=node7")]
    public List<string> Lines { get; init; } = [];

    [Setting("Shell commands before the trainer.", Form = "as module load cuda")]
    public List<string> Setup { get; init; } = [];

    [Setting("Where the nodes have this machine's folders, when it is elsewhere: by path here, the path there.", Default = "the same paths")]
    public Dictionary<string, string> Paths { get; init; } = [];

    [Setting("EmoVoid.Trainer on a node.", Default = "where this machine has it, by Paths", Form = "a path from the root")]
    public string? Trainer { get; set; }

    [Setting("What a node trains on.", Default = "cuda where Gres asks for a gpu, else cpu", Form = "cuda or cpu")]
    public string? Device { get; set; }

    [Setting("How many jobs it may have in Slurm at once, waiting ones included.", Min = 1, Max = 200)]
    public int MostJobs { get; set; } = 4;

    [Setting("How many seconds before its time limit a job is told to save and leave.", Min = 10, Max = 3600)]
    public int LeaveBefore { get; set; } = 120;

    [Setting("The folder of sbatch, squeue and the others.", Default = "PATH")]
    public string? Programs { get; set; }

    [Setting("The file slurm.conf for these programs.", Default = "their own")]
    public string? Config { get; set; }

    [Setting("How often, in seconds, Slurm is asked for all jobs at once.", Min = 1, Max = 600)]
    public double PollSeconds { get; set; } = 5;

    internal string DeviceThere => Device ?? (Gres?.Contains("gpu", StringComparison.Ordinal) == true ? "cuda" : "cpu");

    internal string PlaceName => Partition ?? "default partition";
}
