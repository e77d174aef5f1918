using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Checkpoints.Validation;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Outputs;

/// <summary>Runs as a trainer would have recorded them.</summary>
internal static class PlotCurves
{
    /// <summary>From 0.2 down to about 0.045, with a flutter that is the same every time.</summary>
    public static IEnumerable<double> Losses(int steps) =>
        Enumerable.Range(1, steps).Select(step => (0.04 + 0.16 * Math.Exp(-5.0 * step / steps)) * (1 + 0.3 * Math.Sin(step * 12.9898)));

    /// <summary>Records a run with these losses and a checkpoint at every multiple of <paramref name="every"/>.</summary>
    /// <param name="skipped">Steps that the trainer skipped.</param>
    public static Run Record(this TestState state, IEnumerable<double> losses, double stopLoss, int every, Predicate<int>? skipped = null, string name = "zenigata")
    {
        var taken = losses.ToList();
        TrainPlan settings = TestState.Settings with { StopLoss = stopLoss, Steps = taken.Count };
        var run = state.Runs.Create(TestState.NewRun(name) with { Settings = settings }, _ => { });
        var controller = new EmoVoidController(new EmoVoidSettings(StopLoss: stopLoss));
        var steps = new List<Stepped>();
        foreach (var (i, loss) in taken.Index().Where(one => skipped?.Invoke(one.Index + 1) != true))
        {
            var step = controller.Step(loss);
            steps.Add(new Stepped(i + 1, loss, step.Pulse, step.StopBase, step.MediumLoss, step.IsLit, 0.1));
            if ((i + 1) % every == 0)
                state.Checkpoints.Add(run.Id, new CheckpointSaved(i + 1, $"{i + 1}.safetensors", 5, "00", CheckpointReason.Interval));
        }

        state.Metrics.Append(run.Id, steps);
        return state.Runs.Get(run.Id);
    }

    /// <summary>The advice by the obvious way: all steps at once, and every loss replayed.</summary>
    /// <param name="other">Another stop loss, with which the light is replayed too; null: the light as it was.</param>
    public static CheckpointRecommendation PlainAdvice(this TestState state, Run run, double? other = null)
    {
        var steps = state.Metrics.List(run.Id);
        var losses = steps.Select(step => new StepLoss(step.Step, step.Loss)).ToList();
        var lit = other is { } asked ? LightReplay.Of(losses, new EmoVoidSettings(StopLoss: asked)).LitSteps : steps.Where(step => step.Lit).Select(step => step.Step);
        return CheckpointAdvisor.Recommend(state.Checkpoints.List(run.Id).Select(saved => saved.Step), lit, losses, other ?? run.Settings.StopLoss, new RunValidation(state.Validations.List(run.Id)));
    }

    /// <summary>The curve that a picture with so many pixel columns shows.</summary>
    public static LossCurve CurveOf(this TestState state, Run run, int columns = 1000) =>
        new LossCurveReader(new MetricSeries(state.Database), state.Checkpoints, state.Validations).Read(run, columns)!;
}
