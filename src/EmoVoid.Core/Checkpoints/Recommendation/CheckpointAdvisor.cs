using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Validation;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>
/// Says which saved checkpoint to take: the one that lies closest to where the early-stop light was on, and in its densest part. Between saves that lie almost equally well,
/// and when the light was never on, the losses decide that were measured at the saves, else the average loss.
/// </summary>
/// <remarks>
/// Source: the EmoVoid guide's two diagrams ("the save closest to an X", "inside dense runs"); see <see cref="LightField"/> for the score. What decides beside the light was
/// found by tests/right-advice (docs/right-advice.md). A pure function: equal input gives an equal answer, in whatever order the steps come.
/// </remarks>
public static class CheckpointAdvisor
{
    /// <summary>Saves whose score is this close behind the best lie almost equally well in the light.</summary>
    private const double ClearMargin = 0.1;

    private const double HighFrom = 0.6, MediumFrom = 0.3;

    /// <param name="saves">The steps after which a checkpoint was saved; in any order, twice counts once.</param>
    /// <param name="lit">The steps where the light was on; in any order, twice counts once.</param>
    /// <param name="losses">The recorded losses, where they are known.</param>
    /// <param name="stopLoss">The stop loss that <paramref name="lit"/> was seen with, for the sentence; null when unknown.</param>
    /// <param name="measures">What was measured at the saves, where anything was.</param>
    /// <exception cref="ArgumentException">A step is negative.</exception>
    public static CheckpointRecommendation Recommend(
        IEnumerable<int> saves, IEnumerable<int> lit, IEnumerable<StepLoss>? losses = null, double? stopLoss = null, RunValidation? measures = null) =>
        Recommend(saves, lit, LightReplay.Of(losses ?? [], new EmoVoidSettings()), stopLoss, measures);

    /// <summary>The saves in the order of the light alone, or of the average loss when it was never on: what the guide says, without a second look.</summary>
    /// <inheritdoc cref="Recommend(IEnumerable{int}, IEnumerable{int}, IEnumerable{StepLoss}?, double?, RunValidation?)"/>
    public static IReadOnlyList<CheckpointCandidate> InOrderOfLight(IEnumerable<int> saves, IEnumerable<int> lit, IEnumerable<StepLoss>? losses = null) =>
        InOrderOfLight(new LightField(Ascending(saves, nameof(saves)), Ascending(lit, nameof(lit))), LightReplay.Of(losses ?? [], new EmoVoidSettings()), measures: null);

    /// <param name="replay">Of the recorded losses; of its steps only the last up to each save and the calm one with the lowest average matter.</param>
    internal static CheckpointRecommendation Recommend(IEnumerable<int> saves, IEnumerable<int> lit, LightReplay replay, double? stopLoss, RunValidation? measures)
    {
        int[] saved = Ascending(saves, nameof(saves)), shining = Ascending(lit, nameof(lit));
        var field = new LightField(saved, shining);
        var candidates = InOrderOfLight(field, replay, measures);
        return candidates.Count == 0 ? WithoutSaves() : shining.Length > 0 ? ByLight(candidates, field, measures) : WithoutLight(candidates, replay, stopLoss, measures);
    }

    private static int[] Ascending(IEnumerable<int> steps, string name)
    {
        int[] ascending = [.. steps];
        if (ascending.Zip(ascending.Skip(1)).Any(pair => pair.First >= pair.Second))
            ascending = [.. ascending.Distinct().Order()];
        return ascending is [< 0 and var negative, ..] ? throw new ArgumentException($"a step cannot be negative, but {negative} is among the {name}", name) : ascending;
    }

    /// <summary>Highest score first. Without any light all scores are 0, and the stable loss decides; then the earlier save.</summary>
    private static List<CheckpointCandidate> InOrderOfLight(LightField field, LightReplay replay, RunValidation? measures) => [.. Candidates(field, replay, measures)
        .OrderByDescending(candidate => candidate.Score)
        .ThenBy(candidate => candidate.Distance) // only where the light is so far that every score has faded to 0
        .ThenBy(candidate => candidate.Score > 0 ? 0 : candidate.StableLoss ?? double.PositiveInfinity)
        .ThenBy(candidate => candidate.Step)];

    private static IEnumerable<CheckpointCandidate> Candidates(LightField field, LightReplay replay, RunValidation? measures)
    {
        var at = -1; // the last replayed step that is not after the save
        foreach (var (step, score) in field.Saves.Zip(field.Scores()))
        {
            while (at + 1 < replay.Steps.Count && replay.Steps[at + 1].Step <= step)
                at++;
            var closest = field.Closest(step);
            var nearby = field.Nearby(step);
            yield return new CheckpointCandidate(
                step, score, closest, closest is { } x ? Math.Abs((long)step - x) : null,
                nearby, nearby / (2.0 * field.NearbyRadius + 1), at >= 0 ? replay.Steps[at].MediumLoss : null, measures?.PairedLoss(step));
        }
    }

    private static CheckpointRecommendation ByLight(List<CheckpointCandidate> candidates, LightField field, RunValidation? measures)
    {
        var best = candidates[0];
        // A save within τ of the best is nearly the same LoRA, so it does not make the choice doubtful.
        var next = candidates.Skip(1).FirstOrDefault(other => Math.Abs((long)other.Step - best.Step) > field.Tau);
        var margin = best.Score > 0 ? 1 - (next?.Score ?? 0) / best.Score : 0;
        var isTie = next is not null && margin < ClearMargin;
        var equals = isTie && best.Score > 0 ? candidates.TakeWhile(other => other.Score >= (1 - ClearMargin) * best.Score).ToList() : [best];
        // Held-out pictures can speak of a save far from the light too; trained ones alone would always ask for more steps.
        var asked = equals.Count > 1 && measures?.HoldsOut == true ? candidates : equals;
        var look = SecondLook.At(asked, field.Tau, measures, Evidence.Light);
        List<CheckpointCandidate> ordered = [.. look.Ordered, .. candidates.Skip(asked.Count)];
        if (Overfitting.Of(look.First, ordered, measures) is { } overfitting)
            return ByOverfitting(overfitting, ordered);
        var confidence = look.Confidence ?? Math.Sqrt(margin * (1 - Math.Exp(-best.Score)));
        var noClearWinner = isTie && !(look.Confidence >= HighFrom);
        return new CheckpointRecommendation(
            ordered, confidence, Level(confidence), look.Evidence, noClearWinner, StopLossThatLights: null,
            candidates.Count == 1 ? WhySentence.Only(best, field.NearbyRadius)
            : equals.Count == 1 ? WhySentence.ByLight(best, isTie ? next : null, field.NearbyRadius) + WhySentence.Against(best, measures)
            : WhySentence.BySecondLook(look, equals.Count, noClearWinner, field.NearbyRadius) + WhySentence.Against(look.First, measures));
    }

    private static CheckpointRecommendation ByOverfitting(Overfitting found, List<CheckpointCandidate> ordered) => new(
        [found.Better, .. ordered.Where(save => save != found.Better)], found.Higher.Confidence, Level(found.Higher.Confidence), Evidence.PairedLoss,
        NoClearWinner: false, StopLossThatLights: null, WhySentence.By(found));

    private static CheckpointRecommendation WithoutLight(List<CheckpointCandidate> candidates, LightReplay replay, double? stopLoss, RunValidation? measures)
    {
        var look = SecondLook.At(candidates, neighbourhood: 0, measures, Evidence.Nothing);
        var (confidence, wouldLight) = (look.Confidence ?? 0, replay.LowestStopLossThatLights);
        return new CheckpointRecommendation(
            look.Ordered, confidence, Level(confidence), look.Evidence, candidates.Count > 1 && look.Evidence == Evidence.Nothing, wouldLight,
            WhySentence.WithoutLight(look, stopLoss, wouldLight) + WhySentence.Against(look.First, measures));
    }

    private static CheckpointRecommendation WithoutSaves() =>
        new([], Confidence: 0, ConfidenceLevel.Low, Evidence.Nothing, NoClearWinner: true, StopLossThatLights: null, WhySentence.WithoutSaves);

    private static ConfidenceLevel Level(double confidence) => confidence switch
    {
        >= HighFrom => ConfidenceLevel.High,
        >= MediumFrom => ConfidenceLevel.Medium,
        _ => ConfidenceLevel.Low,
    };
}
