using EmoVoid.Contracts.Light;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>Says which saved checkpoint to take: the one that lies closest to where the early-stop light was on, and in its densest part.</summary>
/// <remarks>
/// Source: the EmoVoid guide's two diagrams ("the save closest to an X", "inside dense runs"); see <see cref="LightField"/> for the score.
/// A pure function: equal input gives an equal answer, in whatever order the steps come.
/// </remarks>
public static class CheckpointAdvisor
{
    /// <summary>A rival this close behind means that there is no clear winner.</summary>
    private const double ClearMargin = 0.1;

    private const double HighFrom = 0.6, MediumFrom = 0.3;

    /// <param name="saves">The steps after which a checkpoint was saved; in any order, twice counts once.</param>
    /// <param name="lit">The steps where the light was on; in any order, twice counts once.</param>
    /// <param name="losses">The recorded losses, where they are known: without light they are what tells the saves apart.</param>
    /// <param name="stopLoss">The stop loss that <paramref name="lit"/> was seen with, for the sentence; null when unknown.</param>
    /// <exception cref="ArgumentException">A step is negative.</exception>
    public static CheckpointRecommendation Recommend(
        IEnumerable<int> saves, IEnumerable<int> lit, IEnumerable<StepLoss>? losses = null, double? stopLoss = null) =>
        Recommend(saves, lit, LightReplay.Of(losses ?? [], new EmoVoidSettings()), stopLoss);

    /// <param name="replay">Of the recorded losses; of its steps only the last up to each save and the calm one with the lowest average matter.</param>
    internal static CheckpointRecommendation Recommend(IEnumerable<int> saves, IEnumerable<int> lit, LightReplay replay, double? stopLoss)
    {
        int[] saved = Ascending(saves, nameof(saves)), shining = Ascending(lit, nameof(lit));
        var field = new LightField(saved, shining);
        var candidates = InOrder(Candidates(field, saved, replay)).ToList();
        return shining.Length > 0 && saved.Length > 0 ? ByLight(candidates, field) : WithoutLight(candidates, replay, stopLoss);
    }

    private static int[] Ascending(IEnumerable<int> steps, string name)
    {
        int[] ascending = [.. steps];
        if (ascending.Zip(ascending.Skip(1)).Any(pair => pair.First >= pair.Second))
            ascending = [.. ascending.Distinct().Order()];
        return ascending is [< 0 and var negative, ..] ? throw new ArgumentException($"a step cannot be negative, but {negative} is among the {name}", name) : ascending;
    }

    /// <summary>Highest score first. Without any light all scores are 0, and the stable loss decides; then the earlier save.</summary>
    private static IOrderedEnumerable<CheckpointCandidate> InOrder(IEnumerable<CheckpointCandidate> candidates) => candidates
        .OrderByDescending(candidate => candidate.Score)
        .ThenBy(candidate => candidate.Distance) // only where the light is so far that every score has faded to 0
        .ThenBy(candidate => candidate.Score > 0 ? 0 : candidate.StableLoss ?? double.PositiveInfinity)
        .ThenBy(candidate => candidate.Step);

    private static IEnumerable<CheckpointCandidate> Candidates(LightField field, int[] saved, LightReplay replay)
    {
        var scores = field.Scores();
        var at = -1; // the last replayed step that is not after the save
        for (var i = 0; i < saved.Length; i++)
        {
            var step = saved[i];
            while (at + 1 < replay.Steps.Count && replay.Steps[at + 1].Step <= step)
                at++;
            var closest = field.Closest(step);
            var nearby = field.Nearby(step);
            yield return new CheckpointCandidate(
                step, scores[i], closest, closest is { } x ? Math.Abs((long)step - x) : null,
                nearby, nearby / (2.0 * field.NearbyRadius + 1), at >= 0 ? replay.Steps[at].MediumLoss : null);
        }
    }

    private static CheckpointRecommendation ByLight(List<CheckpointCandidate> candidates, LightField field)
    {
        var first = candidates[0];
        // A save within τ of the first is nearly the same LoRA, so it does not make the choice doubtful.
        var rival = candidates.Skip(1).FirstOrDefault(other => Math.Abs((long)other.Step - first.Step) > field.Tau);
        var margin = first.Score > 0 ? 1 - (rival?.Score ?? 0) / first.Score : 0;
        var confidence = Math.Sqrt(margin * (1 - Math.Exp(-first.Score)));
        var noClearWinner = rival is not null && margin < ClearMargin;
        return new CheckpointRecommendation(
            candidates, confidence, Level(confidence), noClearWinner, StopLossThatLights: null,
            WhySentence.ByLight(first, noClearWinner ? rival : null, candidates.Count, field.NearbyRadius));
    }

    private static CheckpointRecommendation WithoutLight(List<CheckpointCandidate> candidates, LightReplay replay, double? stopLoss)
    {
        var noClearWinner = candidates is not [{ StableLoss: not null }, ..] and not [_];
        var wouldLight = candidates.Count > 0 ? replay.LowestStopLossThatLights : null;
        return new CheckpointRecommendation(
            candidates, Confidence: 0, ConfidenceLevel.Low, noClearWinner, wouldLight,
            WhySentence.WithoutLight(candidates, stopLoss, wouldLight));
    }

    private static ConfidenceLevel Level(double confidence) => confidence switch
    {
        >= HighFrom => ConfidenceLevel.High,
        >= MediumFrom => ConfidenceLevel.Medium,
        _ => ConfidenceLevel.Low,
    };
}
