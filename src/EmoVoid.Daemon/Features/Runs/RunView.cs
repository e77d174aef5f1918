using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>A run as the API shows it.</summary>
internal sealed record RunView
{
    /// <summary>Also the name of the run's folder in output.</summary>
    public required string Id { get; init; }

    /// <summary>The sidecar's name for it; the folder's when it names none.</summary>
    public required string Name { get; init; }

    /// <summary>The name the folder had in the inbox.</summary>
    public required string Folder { get; init; }

    /// <summary>The group of runs that its folder became, by [sweep]; null: the folder became this run alone.</summary>
    public required string? Group { get; init; }

    /// <summary>What it has of its group's swept keys; null without a group.</summary>
    public required IReadOnlyDictionary<string, string>? Swept { get; init; }

    /// <summary>Where it is on its way.</summary>
    public required RunState State { get; init; }

    /// <summary>What was asked of it and comes when its trainer has saved and left; null when nothing was.</summary>
    public required RunWish? Wish { get; init; }

    /// <summary>Why the run is where it is; null when there is nothing to say.</summary>
    public required string? Message { get; init; }

    /// <summary>What is worth reading though it stops nothing.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The base model's name in the daemon's configuration.</summary>
    public required string Model { get; init; }

    /// <summary>How many pictures are trained on.</summary>
    public required int Images { get; init; }

    /// <summary>How it is trained: the sidecar, with the defaults of what it left out.</summary>
    public required TrainPlan Settings { get; init; }

    /// <summary>What its last start computed with: of the same trainer, libtorch and device a run comes out the same to the last digit. Null before the first start.</summary>
    public required TrainedWith? TrainedWith { get; init; }

    /// <summary>How far it is.</summary>
    public required ProgressView Progress { get; init; }

    /// <summary>Where it is trained, or was last.</summary>
    public required PlaceView Place { get; init; }

    /// <summary>When it is trained; null when it is over.</summary>
    public required QueuePlaceView? Queue { get; init; }

    /// <summary>How often in a row its trainer died at the same step.</summary>
    public required int Failures { get; init; }

    /// <summary>Where its data set was given back; null while the run has it.</summary>
    public required string? ReturnedTo { get; init; }

    /// <summary>What it took by the device's own counter; null when that has none.</summary>
    public required double? EnergyWh { get; init; }

    /// <summary>Where its files lie.</summary>
    public required FilesView Files { get; init; }

    /// <summary>When its folder was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its trainer was started for the first time.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was completed, failed or cancelled; null before that.</summary>
    public required DateTimeOffset? EndedAt { get; init; }
}

/// <summary>How far a run is.</summary>
internal sealed record ProgressView
{
    /// <summary>The last step done; 0 before the first.</summary>
    public required int Step { get; init; }

    /// <summary>How many it is to take.</summary>
    public required int Steps { get; init; }

    /// <summary>What is done that is no step: prepared before the first one (model, latents, captions), measured at a checkpoint (measures), or made after the last one (captions, samples); null at other times.</summary>
    public required string? Stage { get; init; }

    /// <summary>Mean squared error of the last step.</summary>
    public required double? Loss { get; init; }

    /// <summary>The learning rate that EmoVoid made for the last step.</summary>
    public required double? Pulse { get; init; }

    /// <summary>How calm the run is; the light asks for 0.3.</summary>
    public required double? StopBase { get; init; }

    /// <summary>The average loss that the light compares with the stop loss.</summary>
    public required double? MediumLoss { get; init; }

    /// <summary>Whether the early-stop light is on.</summary>
    public required bool? Lit { get; init; }

    /// <summary>At the pace of the last steps, measuring at the saves to come included; null while nothing is trained.</summary>
    public required double? SecondsLeft { get; init; }

    /// <summary>When the last step will be done at that pace; null while nothing is trained.</summary>
    public required DateTimeOffset? ExpectedAt { get; init; }
}

/// <param name="Executor">Who has the trainer at work, as <c>local</c>; before the first start, where its owner wants it; null: wherever there is room.</param>
/// <param name="Place">The device or partition there; null before the first start.</param>
/// <param name="DeviceAsked"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
/// <param name="MemoryBytes">What the trainer has of the host's memory now; null when that is not known, or none is at work.</param>
internal sealed record PlaceView(string? Executor, string? Place, string DeviceAsked, long? MemoryBytes);

/// <param name="Priority">The higher is trained first.</param>
/// <param name="Position">Among the queued runs, from 1, the next one, on; null for a run that is not queued.</param>
/// <param name="StartAt">As its owner wants: not before this time.</param>
/// <param name="Hours">As its owner wants: only within these hours.</param>
/// <param name="Waits">Why it waits and until when; null when it does not, or was queued a moment ago.</param>
internal sealed record QueuePlaceView(int Priority, int? Position, DateTimeOffset? StartAt, string? Hours, RunWait? Waits);

/// <summary>Where a run's files lie on the daemon's machine.</summary>
internal sealed record FilesView
{
    /// <summary>The run's folder: under work while it is not over, under output when it is completed.</summary>
    public required string? Folder { get; init; }

    /// <summary>The recommended LoRA; null before the run is completed.</summary>
    public required string? Recommended { get; init; }

    /// <summary>The report for people; null before the run is completed.</summary>
    public required string? Report { get; init; }

    /// <summary>The contact sheet of sample pictures (PNG); null when there is none.</summary>
    public required string? Samples { get; init; }

    /// <summary>The plot (PNG), drawn when the run ended, with the same as SVG beside it; null before that, and when there was no step.</summary>
    public required string? Plot { get; init; }

    /// <summary>What the trainer logged; null when that is nothing.</summary>
    public required string? Log { get; init; }
}
