using System.Text.Json.Serialization;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>Which checkpoint of a training to take, from its console log, and what the log was understood to say.</summary>
public sealed record LogAdvice
{
    /// <summary>The last step that the log shows as finished.</summary>
    public required int LastStep { get; init; }

    /// <summary>How many steps the last start was to make.</summary>
    public required int? StepsAskedFor { get; init; }

    /// <summary>How often the training was started, 1 or more; a later start overrides the steps that it began again.</summary>
    public required int Starts { get; init; }

    /// <summary>The optimizer as the log names it; null when it does not.</summary>
    public required string? Optimizer { get; init; }

    /// <summary>Whether anything in the log is EmoVoid's, or of another optimizer with the same light.</summary>
    public required bool FromEmovoid { get; init; }

    /// <summary>The losses in the log.</summary>
    public required LogLosses Losses { get; init; }

    /// <summary>The stop loss that the light is seen with; null when the log does not say it.</summary>
    public required double? StopLoss { get; init; }

    /// <summary>Whether the light was replayed over the losses of the log, instead of taken as it was reported.</summary>
    public required bool Replayed { get; init; }

    /// <summary>Whether the replay had the loss of every step, to the four decimals that are printed; null without a replay.</summary>
    public required bool? ReplayExact { get; init; }

    /// <summary>The steps where the light was on, ascending.</summary>
    public required IReadOnlyList<int> Lit { get; init; }

    /// <summary>The lit steps in runs, ascending.</summary>
    public required IReadOnlyList<LightCluster> Clusters { get; init; }

    /// <summary>Best first; empty when no checkpoint is known.</summary>
    public required IReadOnlyList<LogCandidate> Candidates { get; init; }

    /// <summary>0..1: the geometric mean of how far the first is ahead and of how much light is near it; 0 without light.</summary>
    public required double Confidence { get; init; }

    /// <summary>The same as a word.</summary>
    public required ConfidenceLevel ConfidenceLevel { get; init; }

    /// <summary>Whether another checkpoint is almost as good, or nothing speaks for any.</summary>
    public required bool NoClearWinner { get; init; }

    /// <summary>Only when EmoVoid's light was never on: the smallest stop loss that would have lit; null also when the run was never calm.</summary>
    public required double? StopLossThatLights { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string Why { get; init; }

    /// <summary>What makes the answer less sure, and what was left out; a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>A checkpoint of another program's training, and what speaks for it.</summary>
/// <param name="Step">The step after which it was saved.</param>
/// <param name="Score">Sum over all lit steps of exp(−distance/τ); 0 when the light was never on.</param>
/// <param name="ClosestLit">The lit step closest to it, or null when the light was never on.</param>
/// <param name="Distance">Steps to the closest lit one.</param>
/// <param name="LitNearby">How many lit steps are near enough to count.</param>
/// <param name="Density">The share of the steps near it that were lit, 0..1.</param>
/// <param name="StableLoss">The medium loss average at that step; null when it is not known.</param>
/// <param name="File">Its file's name.</param>
public sealed record LogCandidate(
    int Step, double Score, int? ClosestLit, long? Distance, int LitNearby, double Density, double? StableLoss, string File);

/// <summary>Which losses a log has.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LogLosses>))]
public enum LogLosses
{
    /// <summary>None.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>The loss of each step, as EmoVoid prints it.</summary>
    [JsonStringEnumMemberName("steps")] Steps,

    /// <summary>The bars' avr_loss: means over up to one epoch.</summary>
    [JsonStringEnumMemberName("averages")] Averages,
}
