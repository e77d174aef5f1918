using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Benchmarks.RightAdvice.Study;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Checkpoints.Validation;

namespace EmoVoid.Benchmarks.RightAdvice.Rules;

/// <summary>What a rule may look at: what a user's run shows, and nothing that was measured by the study.</summary>
/// <param name="StopLoss">The light's.</param>
/// <param name="IsTrained">Whether the run was trained with it; else this is a what-if of its losses, over the saves at regular steps.</param>
/// <param name="Saves">In ascending order; at least one.</param>
/// <param name="Light">The saves in the order of the light alone.</param>
internal sealed record RunView(int Pictures, double StopLoss, bool IsTrained, IReadOnlyList<SavedStep> Saves, IReadOnlyList<CheckpointCandidate> Light, CheckpointRecommendation Advice)
{
    /// <summary>What the advice would be, had no picture been held out.</summary>
    public required CheckpointRecommendation WithoutHeldOut { get; init; }

    /// <summary>What it would be, had nothing been measured.</summary>
    public required CheckpointRecommendation WithoutMeasures { get; init; }

    /// <summary>As it was trained.</summary>
    public static RunView AsTrained(RunRecord run) => Of(run, run.StopLoss, isTrained: true, run.Saves, run.Lit);

    /// <summary>Of the same losses with another stop loss.</summary>
    public static RunView WhatIf(RunRecord run, double stopLoss) => Of(
        run, stopLoss, isTrained: false, [.. run.Saves.Where(save => run.IsRegular(save.Step))], LightReplay.Of(Losses(run), new EmoVoidSettings(stopLoss)).LitSteps);

    public static IEnumerable<StepLoss> Losses(RunRecord run) => run.Losses.Index().Where(one => one.Item is not null).Select(one => new StepLoss(one.Index + 1, one.Item!.Value));

    private static RunView Of(RunRecord run, double stopLoss, bool isTrained, IReadOnlyList<SavedRecord> saves, IReadOnlyList<int> lit)
    {
        int[] steps = [.. saves.Select(save => save.Step)];
        CheckpointRecommendation Advise(RunValidation? measures) => CheckpointAdvisor.Recommend(steps, lit, Losses(run), stopLoss, measures);
        return new RunView(
            run.Pictures, stopLoss, isTrained, [.. saves.Select(save => new SavedStep(save.Step, save.MediumLoss, save.Paired))],
            CheckpointAdvisor.InOrderOfLight(steps, lit, Losses(run)), Advise(Measures(saves, paired => paired.HeldOut)))
        {
            WithoutHeldOut = Advise(Measures(saves, _ => [])),
            WithoutMeasures = Advise(null),
        };
    }

    private static RunValidation Measures(IReadOnlyList<SavedRecord> saves, Func<PairedLosses, IReadOnlyList<double>> heldOut) =>
        new([.. saves.Where(save => save.Paired is not null).Select(save =>
            new Validated(save.Step, Pairs("held out", heldOut(save.Paired!)), Pairs("trained", save.Paired!.Trained), Seconds: 0))]);

    /// <summary>The trainer measures one pair of every picture, then the second of every picture, and so on.</summary>
    private static List<PairLoss> Pairs(string kind, IReadOnlyList<double> losses) => [.. losses.Select((loss, i) => new PairLoss($"{kind} {i % StudySize.MeasuredPictures}", Sigma: 0, loss))];
}

/// <param name="MediumLoss">The average that the light compares with the stop loss.</param>
internal sealed record SavedStep(int Step, double MediumLoss, PairedLosses? Paired);
