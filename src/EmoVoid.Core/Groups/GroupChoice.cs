using System.Text.Json.Serialization;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Groups;

/// <summary>A completed run as the comparison sees it.</summary>
/// <param name="Values">What it has of the swept keys.</param>
/// <param name="SaveEvery">Steps; the light reaches a fifth of it.</param>
internal sealed record GroupEntry(string Run, IReadOnlyDictionary<string, string> Values, double StopLoss, int SaveEvery, CheckpointRecommendation Recommendation);

/// <summary>By what runs are compared.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GroupMeasure>))]
public enum GroupMeasure
{
    /// <summary>The score of the candidate: how strongly the lit steps shine on it.</summary>
    [JsonStringEnumMemberName("light")] Light,

    /// <summary>The share of the steps around the candidate that were lit.</summary>
    [JsonStringEnumMemberName("light_share")] LightShare,

    /// <summary>The average loss at the candidate; the lower is better.</summary>
    [JsonStringEnumMemberName("average_loss")] AverageLoss,
}

/// <summary>Which run and checkpoint to take, of those trained with one stop loss.</summary>
public sealed record GroupChoice
{
    /// <summary>What the runs that are compared here were trained with.</summary>
    public required double StopLoss { get; init; }

    /// <summary>The run's id.</summary>
    public required string Run { get; init; }

    /// <summary>The step of the checkpoint that this run's own advice puts first.</summary>
    public required int Step { get; init; }

    /// <summary>By what the runs were compared; null when nothing is known to compare.</summary>
    public required GroupMeasure? Measure { get; init; }

    /// <summary>Whether its setting is better by more than chance; else it is a pick and no winner.</summary>
    public required bool IsDecided { get; init; }

    /// <summary>What the seed alone changes; null where no setting was trained with two seeds.</summary>
    public required SeedNoise? Noise { get; init; }

    /// <summary>The settings, best first; runs that differ in the seed alone are one.</summary>
    public required IReadOnlyList<GroupSetting> Settings { get; init; }

    /// <summary>A sentence or a few for a person.</summary>
    public required string Why { get; init; }
}

/// <param name="Values">In words, without seed and stop loss; empty when nothing else is swept.</param>
/// <param name="Runs">How many, a seed each.</param>
/// <param name="Mean">Of the measure.</param>
/// <param name="Deviation">From seed to seed, the standard deviation; null of one run.</param>
public sealed record GroupSetting(string Values, int Runs, double Mean, double? Deviation);

/// <param name="Deviation">The measure's standard deviation from seed to seed, pooled over the settings.</param>
/// <param name="Difference">Of the best setting's mean from the next one's; null when there is one setting.</param>
/// <param name="Needed">Differences up to this may be chance (95 %); null when there is one setting.</param>
public sealed record SeedNoise(double Deviation, double? Difference, double? Needed)
{
    /// <summary>Whether the difference is more than chance.</summary>
    public bool IsBeyond => Difference > Needed;
}
