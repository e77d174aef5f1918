using System.Text.Json.Serialization;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>The saved checkpoints, best first, and how sure the advice is.</summary>
/// <param name="Candidates">Best first; empty when nothing was saved.</param>
/// <param name="Confidence">
/// 0..1. By the light: the geometric mean of how far the first is ahead and of how much light is near it. By paired losses: how sure it is that the next one is no better, half of that
/// where no picture is held out. By nothing of these: 0.
/// </param>
/// <param name="ConfidenceLevel">The same in a word: high from 0.6, medium from 0.3, else low.</param>
/// <param name="DecidedBy">What named the first.</param>
/// <param name="NoClearWinner">Whether another save, which is not the first one's neighbour, lies almost equally well in the light and the paired losses are not sure either, or nothing speaks for any.</param>
/// <param name="StopLossThatLights">Only when the light was never on and losses are known: the smallest stop loss that would have lit; null also when the run was never calm.</param>
/// <param name="Why">One sentence for a person.</param>
public sealed record CheckpointRecommendation(
    IReadOnlyList<CheckpointCandidate> Candidates,
    double Confidence,
    ConfidenceLevel ConfidenceLevel,
    Evidence DecidedBy,
    bool NoClearWinner,
    double? StopLossThatLights,
    string Why);

[JsonConverter(typeof(JsonStringEnumConverter<ConfidenceLevel>))]
public enum ConfidenceLevel
{
    [JsonStringEnumMemberName("low")] Low,
    [JsonStringEnumMemberName("medium")] Medium,
    [JsonStringEnumMemberName("high")] High,
}
