using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>What a loss plot shows.</summary>
/// <param name="Name">Of the run.</param>
/// <param name="StopLoss">The average loss at which the light may turn on.</param>
/// <param name="Steps">In order, at least one; steps may be missing.</param>
/// <param name="Saves">The steps after which a checkpoint was saved.</param>
/// <param name="Advice">Which of them to take; without candidates when nothing was saved.</param>
internal sealed record LossCurve(
    string Name, double StopLoss, IReadOnlyList<Metric> Steps, IReadOnlyList<int> Saves, CheckpointRecommendation Advice)
{
    public int LastStep => Steps[^1].Step;

    /// <summary>Null when nothing was saved.</summary>
    public int? Recommended => Advice.Candidates is [var first, ..] ? first.Step : null;

    /// <summary>The average loss after a step, or after the last one recorded before it.</summary>
    public double MediumLossAt(int step) => (Steps.LastOrDefault(one => one.Step <= step) ?? Steps[0]).MediumLoss;

    /// <summary>The steps in unbroken stretches: where the trainer skipped some, a line would tell of losses that never were.</summary>
    public IEnumerable<IReadOnlyList<Metric>> Stretches()
    {
        var invisible = LastStep / 1000; // a gap narrower than a pixel
        for (var (first, end) = (0, 1); end <= Steps.Count; end++)
            if (end == Steps.Count || Steps[end].Step - Steps[end - 1].Step > 1 + invisible)
            {
                yield return [.. Steps.Skip(first).Take(end - first)];
                first = end;
            }
    }
}
