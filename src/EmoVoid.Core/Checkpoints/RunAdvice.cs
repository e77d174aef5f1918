using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Checkpoints;

/// <summary>Which checkpoint of a run to take, from what is recorded of it.</summary>
public sealed class RunAdvice(MetricStore metrics, CheckpointStore checkpoints)
{
    /// <param name="stopLoss">
    /// Null: the light as it was in training. Else: the light as it would have been with this stop loss, replayed over the recorded losses.
    /// </param>
    public CheckpointRecommendation For(Run run, double? stopLoss = null)
    {
        var steps = metrics.List(run.Id);
        var losses = steps.Select(step => new StepLoss(step.Step, step.Loss)).ToList();
        var lit = stopLoss is { } other
            ? LightReplay.Of(losses, new EmoVoidSettings(StopLoss: other)).LitSteps
            : steps.Where(step => step.Lit).Select(step => step.Step);
        return CheckpointAdvisor.Recommend(checkpoints.List(run.Id).Select(saved => saved.Step), lit, losses, stopLoss ?? run.Settings.StopLoss);
    }
}
