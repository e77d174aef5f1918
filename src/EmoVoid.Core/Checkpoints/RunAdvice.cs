using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Checkpoints.Validation;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Checkpoints;

/// <summary>Which checkpoint of a run to take, from what is recorded of it: one pass over its steps, which are never in memory at once.</summary>
public sealed class RunAdvice(MetricSeries series, CheckpointStore checkpoints, ValidationStore validations)
{
    /// <param name="stopLoss">
    /// Null: the light as it was in training. Else: the light as it would have been with this stop loss, replayed over the recorded losses.
    /// </param>
    public CheckpointRecommendation For(Run run, double? stopLoss = null)
    {
        int[] saves = [.. checkpoints.List(run.Id).Select(saved => saved.Step)];
        var (stable, lit) = (new StableLosses(saves), new List<int>());
        // The averages are the same whatever the stop loss; only the replayed light looks at it.
        var controller = new EmoVoidController(new EmoVoidSettings(StopLoss: stopLoss ?? run.Settings.StopLoss));
        foreach (var point in series.Read(run.Id))
        {
            var isKnown = double.IsFinite(point.Loss); // one that is not never reached the controller, in training neither
            var taken = isKnown ? controller.Step(point.Loss) : default;
            if (isKnown)
                stable.Take(point.Step, taken);
            if (stopLoss is null ? point.Lit : taken.IsLit)
                lit.Add(point.Step);
        }

        return CheckpointAdvisor.Recommend(saves, lit, stable.Replay(), stopLoss ?? run.Settings.StopLoss, new RunValidation(validations.List(run.Id)));
    }
}
