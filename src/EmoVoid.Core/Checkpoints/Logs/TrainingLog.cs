using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>What the console log of a training says: one line of steps, in which a later start has overridden what an earlier one did.</summary>
public sealed record TrainingLog
{
    /// <summary>The last step that was finished, as the scripts count; 0 when none was.</summary>
    public required int LastStep { get; init; }

    /// <summary>How many steps lie before the first one in the log: more than 0 when its beginning is lost.</summary>
    public required int StepsBefore { get; init; }

    /// <summary>How many steps the last start was to make; null when no bar says so.</summary>
    public required int? StepsAskedFor { get; init; }

    /// <summary>How often the training was started: 1 when it was never resumed or begun again.</summary>
    public required int Starts { get; init; }

    /// <summary>The steps where the light was on, ascending.</summary>
    public required IReadOnlyList<int> Lit { get; init; }

    /// <summary>How often the light was reported; more often than <see cref="Lit"/> has steps when steps were trained again, or several reports came at once.</summary>
    public required long LightReports { get; init; }

    /// <summary>The most reports of the light that came between two bars.</summary>
    public required int MostLightsAtOnce { get; init; }

    /// <summary>The losses that EmoVoid itself printed, ascending by step; empty when it printed none.</summary>
    public required IReadOnlyList<StepLoss> Losses { get; init; }

    /// <summary>The bars' <c>avr_loss</c>, ascending by step: means over up to one epoch.</summary>
    public required IReadOnlyList<StepLoss> Averages { get; init; }

    /// <summary>The optimizer's name as the scripts print it; null when the log does not say it.</summary>
    public required string? Optimizer { get; init; }

    /// <summary>Whether anything in the log is EmoVoid's: its light, its greeting, its losses or its name.</summary>
    public required bool IsFromEmoVoid { get; init; }

    /// <summary>EmoVoid's <c>stopcoef</c>, where it was given and the log says it; else null.</summary>
    public required double? StopLoss { get; init; }

    /// <summary>Whether EmoVoid was told not to report its light.</summary>
    public required bool LightIsSilenced { get; init; }

    /// <summary>The checkpoints that the log says were saved and not removed again.</summary>
    internal IReadOnlyList<LogSave> Saves { get; init; } = [];

    /// <summary>How many saves of an earlier start lie at steps that a later one began again, and were not saved by it.</summary>
    internal int OverriddenSaves { get; init; }
}
