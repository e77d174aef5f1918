using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Outputs;

/// <summary>What a report tells of a run's steps: one pass over them, however many they are.</summary>
internal sealed class StepFigures
{
    private readonly List<LightSpan> spans = [];
    private SeriesPoint? first, last, lowest;

    private StepFigures(double seconds) => Seconds = seconds;

    /// <summary>The sum of the steps' own times.</summary>
    public double Seconds { get; }

    public LossFigures Losses => new(first?.Loss, last?.Loss, lowest?.MediumLoss, lowest?.Step);

    public LightTimeline Light => new(spans.Sum(span => span.Last - span.First + 1), spans);

    /// <param name="steps">In order.</param>
    /// <param name="seconds">The sum of their times.</param>
    public static StepFigures Of(IEnumerable<SeriesPoint> steps, double seconds)
    {
        var figures = new StepFigures(seconds);
        foreach (var step in steps)
            figures.Take(step);
        return figures;
    }

    private void Take(SeriesPoint step)
    {
        first ??= step;
        last = step;
        if (lowest is null || step.MediumLoss < lowest.Value.MediumLoss)
            lowest = step;
        if (!step.Lit)
            return;
        if (spans.Count > 0 && spans[^1].Last == step.Step - 1)
            spans[^1] = spans[^1] with { Last = step.Step };
        else
            spans.Add(new LightSpan(step.Step, step.Step));
    }
}
