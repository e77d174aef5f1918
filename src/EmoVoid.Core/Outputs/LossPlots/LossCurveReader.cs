using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Checkpoints.Validation;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Makes a curve of what is recorded of a run, in one pass over its steps.</summary>
internal sealed class LossCurveReader(MetricSeries series, CheckpointStore checkpoints, ValidationStore validations)
{
    /// <param name="most">How many pixel columns there are for the steps.</param>
    /// <returns>Null when no step is recorded.</returns>
    public LossCurve? Read(Run run, int most)
    {
        var last = series.LastStep(run.Id);
        if (last == 0)
            return null;
        int[] saves = [.. checkpoints.List(run.Id).Select(saved => saved.Step)];
        var pass = new Pass(new StepColumns(last, most), saves, run.Settings.StopLoss);
        foreach (var point in series.Read(run.Id, last))
            pass.Take(point);
        return pass.Curve(run, saves, new RunValidation(validations.List(run.Id)));
    }

    private static IEnumerable<MeasuredPoint> Points(RunValidation measures) =>
        measures.IsEmpty ? [] : measures.Checkpoints().Select(one => new MeasuredPoint(one.Step, one.HeldOut, one.Trained));

    private sealed class Pass(StepColumns columns, int[] saves, double stopLoss)
    {
        private readonly EmoVoidController controller = new(new EmoVoidSettings(StopLoss: stopLoss));
        private readonly StableLosses stable = new(saves);
        private readonly ColumnExtremes
            loss = new(columns.Count), shortLoss = new(columns.Count), mediumLoss = new(columns.Count), longLoss = new(columns.Count), pulse = new(columns.Count);
        private readonly ColumnLight light = new(columns.Count);
        private readonly HashSet<int> gapBefore = [];
        private readonly List<int> lit = [];
        private int recorded, previousColumn;

        public void Take(SeriesPoint point)
        {
            var column = columns.Of(point.Step);
            if (point.Lit)
                lit.Add(point.Step);
            light.Add(column, point.Step, point.Lit);
            if (!double.IsFinite(point.Loss))
                return; // the controller never saw it either
            if (recorded > 0 && column - previousColumn > 1)
                gapBefore.Add(column);
            (recorded, previousColumn) = (recorded + 1, column);
            Replay(column, point);
            loss.Add(column, point.Step, point.Loss);
            mediumLoss.Add(column, point.Step, point.MediumLoss);
            pulse.Add(column, point.Step, point.Pulse);
        }

        public LossCurve Curve(Run run, int[] saved, RunValidation measures) => new()
        {
            Name = Caption.Printable(run.Name),
            State = run.State,
            PlannedSteps = run.Steps,
            StopLoss = stopLoss,
            Columns = columns,
            Recorded = recorded,
            GapBefore = gapBefore,
            Loss = loss,
            ShortLoss = shortLoss,
            MediumLoss = mediumLoss,
            LongLoss = longLoss,
            Pulse = pulse,
            Measures = [.. Points(measures).Where(measure => measure.Step <= columns.LastStep)],
            Light = light.Spans(),
            Saves = saved,
            Advice = CheckpointAdvisor.Recommend(saved, lit, stable.Replay(), stopLoss, measures),
        };

        private void Replay(int column, SeriesPoint point)
        {
            var taken = controller.Step(point.Loss);
            stable.Take(point.Step, taken);
            shortLoss.Add(column, point.Step, controller.State.Short!.Value);
            longLoss.Add(column, point.Step, controller.State.Long!.Value);
        }
    }
}
