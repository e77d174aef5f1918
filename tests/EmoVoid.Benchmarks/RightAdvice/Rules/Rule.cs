using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Benchmarks.RightAdvice.Rules;

/// <summary>A way to choose among the checkpoints of a run.</summary>
/// <param name="Choose">The steps of the saves that it may take, each as likely as the others; one for all rules but chance.</param>
internal sealed record Rule(string Name, Func<RunView, IReadOnlyList<int>> Choose)
{
    private const int StepsPerPicture = 60;

    /// <summary>What the program recommends: the light, and where it tells nothing apart, a second look.</summary>
    public static Rule Advice { get; } = new("advice", run => [run.Advice.Candidates[0].Step]);

    public static Rule SecondCandidate { get; } = new("advice's second", run => [SecondOf(run.Advice.Candidates)]);

    /// <summary>The same where no picture is held out, as in most runs of fewer than forty: the second look is at trained pictures alone.</summary>
    public static Rule AdviceWithoutHeldOut { get; } = new("advice without held-out", run => [run.WithoutHeldOut.Candidates[0].Step]);

    /// <summary>The same where nothing was measured: the second look is at the average loss.</summary>
    public static Rule AdviceWithoutMeasures { get; } = new("advice without measures", run => [run.WithoutMeasures.Candidates[0].Step]);

    /// <summary>The light alone, as the guide has it; of a run that was never lit, the lowest average loss.</summary>
    public static Rule Light { get; } = new("light alone", run => [run.Light[0].Step]);

    public static Rule SecondOfLight { get; } = new("light's second", run => [SecondOf(run.Light)]);

    /// <summary>Of all saves that were measured, held-out and trained pictures together; of a run without measures, the last.</summary>
    public static Rule LowestPairedLoss { get; } = new("lowest paired loss", run => [Lowest(run, paired => paired.HeldOut.Concat(paired.Trained).Average())]);

    public static Rule LowestHeldOutLoss { get; } = new("lowest held-out loss", run => [Lowest(run, paired => paired.HeldOut.Average())]);

    public static Rule Last { get; } = new("last checkpoint", run => [run.Saves[^1].Step]);

    /// <summary>The earlier of equals.</summary>
    public static Rule LowestLoss { get; } = new("lowest average loss", run => [run.Saves.MinBy(save => save.MediumLoss)!.Step]);

    /// <summary>The save closest to it, the earlier of two.</summary>
    public static Rule GuidesSteps { get; } = new("60 steps a picture", run => [run.Saves.MinBy(save => Math.Abs(save.Step - StepsPerPicture * run.Pictures))!.Step]);

    public static Rule Chance { get; } = new("random", run => [.. run.Saves.Select(save => save.Step)]);

    /// <summary>All that a user could follow.</summary>
    public static IReadOnlyList<Rule> All { get; } = [Advice, AdviceWithoutHeldOut, AdviceWithoutMeasures, SecondCandidate, Light, SecondOfLight, Last, LowestLoss, LowestPairedLoss, LowestHeldOutLoss, GuidesSteps, Chance];

    /// <summary>Of a run with a single save, that one.</summary>
    private static int SecondOf(IReadOnlyList<CheckpointCandidate> candidates) => candidates[Math.Min(1, candidates.Count - 1)].Step;

    private static int Lowest(RunView run, Func<PairedLosses, double> loss) =>
        (run.Saves.Where(save => save.Paired is not null).MinBy(save => loss(save.Paired!)) ?? run.Saves[^1]).Step;
}
