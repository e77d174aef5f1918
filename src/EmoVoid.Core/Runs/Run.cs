using System.Text.Json;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Runs;

/// <summary>One folder's way through the daemon. Times are UTC.</summary>
public sealed record Run
{
    /// <summary>Slug of the name, unique: the id in the API and the folder's name in <c>work/</c> and <c>output/</c>.</summary>
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>The name the folder had in the inbox.</summary>
    public required string Folder { get; init; }
    public required RunState State { get; init; }

    /// <summary>The base model's name in the daemon's configuration.</summary>
    public required string Model { get; init; }

    /// <summary>How many pictures are trained.</summary>
    public required int Images { get; init; }

    /// <summary>The pictures that are held out of the training, relative to the data set's folder.</summary>
    public IReadOnlyList<string> HeldOut => JsonSerializer.Deserialize<string[]>(HeldOutFiles)!;

    /// <summary>The column of <see cref="HeldOut"/>.</summary>
    internal string HeldOutFiles { get; init; } = "[]";
    public required TrainPlan Settings { get; init; }

    /// <summary>How many steps the run is to take.</summary>
    public required int Steps { get; init; }

    /// <summary>The last step done; 0 before the first.</summary>
    public int Step { get; init; }

    /// <summary>The step whose saved state the last start went on from; null while the run has only been started afresh.</summary>
    public int? ResumedAt { get; init; }

    /// <summary>Of the last start; null before the first.</summary>
    public TrainedWith? TrainedWith => Device is null ? null : new TrainedWith(TrainerVersion!, TorchVersion!, Device);

    /// <summary>The columns of <see cref="TrainedWith"/>.</summary>
    internal string? TrainerVersion { get; init; }
    internal string? TorchVersion { get; init; }
    internal string? Device { get; init; }

    /// <summary>Why the run is where it is, for people.</summary>
    public string? Message { get; init; }

    /// <summary>The last trainer's exit code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What was asked of it while its trainer works; null: nothing.</summary>
    public RunWish? Wish { get; init; }

    /// <summary>The higher is trained first; 0 unless somebody said otherwise.</summary>
    public int Priority { get; init; }

    /// <summary>Within a priority, the smallest is next.</summary>
    public long Turn { get; init; }

    /// <summary>After a failure: when it is tried again.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>As its owner wants: not before this time.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>As its owner wants: only within these hours; null: whenever the daemon trains.</summary>
    public string? Hours { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string DeviceAsked { get; init; } = "auto";

    /// <summary>Where it is trained, or was last, or as its owner wants; null before the first start where any will do.</summary>
    public string? Executor { get; init; }

    /// <summary>The device or partition there.</summary>
    public string? Place { get; init; }

    /// <summary>How the executor finds its trainer again; null while none works.</summary>
    internal string? Handle { get; init; }

    /// <summary>How often in a row the trainer died at <see cref="FailedStep"/>.</summary>
    public int Failures { get; init; }
    internal int? FailedStep { get; init; }

    /// <summary>Where its data set was given back; null while the run has it.</summary>
    public string? ReturnedTo { get; init; }

    /// <summary>SHA-256 of the model's files by path, as its trainer read them; null before the first start.</summary>
    public IReadOnlyDictionary<string, string>? Models { get; init; }

    /// <summary>Which checkpoints stay when it is completed: <c>all</c>, <c>candidates</c>, or how many of the best.</summary>
    public string Keep { get; init; } = "all";

    /// <summary>The group of runs that its folder became, by <c>[sweep]</c>; null: the folder became this run alone.</summary>
    public string? GroupId { get; init; }

    /// <summary>What it has of its group's swept keys, in their order; null without a group.</summary>
    public IReadOnlyDictionary<string, string>? Swept { get; init; }

    /// <summary>What its GPU took while it was at work, summed from the GPU's own readings of its power; null on a CPU, and on a GPU that tells none.</summary>
    public double? EnergyWh { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the run was started for the first time.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>What the intake knows of a run before it is one.</summary>
/// <param name="Name">From the sidecar; the id is made of it.</param>
/// <param name="Folder">The folder's name in the inbox.</param>
/// <param name="Notes">What preflight found worth reading though it is no mistake.</param>
public sealed record NewRun(string Name, string Folder, string Model, int Images, TrainPlan Settings, IReadOnlyList<string> Notes)
{
    public string DeviceAsked { get; init; } = "auto";
    public string? Executor { get; init; }
    public int Priority { get; init; }
    public DateTimeOffset? StartAt { get; init; }
    public string? Hours { get; init; }
    public string Keep { get; init; } = "all";

    /// <summary>The pictures that are held out; they are not among the images.</summary>
    public IReadOnlyList<string> HeldOut { get; init; } = [];

    /// <summary>What it has of its group's swept keys; null without a group.</summary>
    public IReadOnlyDictionary<string, string>? Swept { get; init; }
}

/// <summary>The program, library and device that make a run's numbers what they are to the last digit.</summary>
/// <param name="Trainer">Version of EmoVoid.Trainer.</param>
/// <param name="Torch">Version of libtorch.</param>
/// <param name="Device">cpu, cuda:0, …</param>
public sealed record TrainedWith(string Trainer, string Torch, string Device)
{
    public override string ToString() => $"trainer {Trainer}, libtorch {Torch}, {Device}";
}
