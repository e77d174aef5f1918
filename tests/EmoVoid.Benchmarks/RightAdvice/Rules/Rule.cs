namespace EmoVoid.Benchmarks.RightAdvice.Rules;

/// <summary>A way to choose among the checkpoints of a run.</summary>
/// <param name="Choose">The steps of the saves that it may take, each as likely as the others; one for all rules but chance.</param>
internal sealed record Rule(string Name, Func<RunView, IReadOnlyList<int>> Choose)
{
    private const int StepsPerPicture = 60;

    public static Rule FirstCandidate { get; } = new("first candidate", run => [run.Advice.Candidates[0].Step]);

    /// <summary>Of a run with a single save, that one.</summary>
    public static Rule SecondCandidate { get; } = new("second candidate", run => [run.Advice.Candidates[Math.Min(1, run.Advice.Candidates.Count - 1)].Step]);

    public static Rule Last { get; } = new("last checkpoint", run => [run.Saves[^1].Step]);

    /// <summary>The earlier of equals.</summary>
    public static Rule LowestLoss { get; } = new("lowest average loss", run => [run.Saves.MinBy(save => save.MediumLoss)!.Step]);

    /// <summary>The save closest to it, the earlier of two.</summary>
    public static Rule GuidesSteps { get; } = new("60 steps a picture", run => [run.Saves.MinBy(save => Math.Abs(save.Step - StepsPerPicture * run.Pictures))!.Step]);

    public static Rule Chance { get; } = new("random", run => [.. run.Saves.Select(save => save.Step)]);

    /// <summary>All that a user could follow; <see cref="FirstCandidate"/> and <see cref="SecondCandidate"/> are the light's.</summary>
    public static IReadOnlyList<Rule> All { get; } = [FirstCandidate, SecondCandidate, Last, LowestLoss, GuidesSteps, Chance];
}
