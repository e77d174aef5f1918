using EmoVoid.Benchmarks.RightAdvice.Measures;
using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Benchmarks.RightAdvice.Statistics;
using EmoVoid.Benchmarks.RightAdvice.Subjects;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

/// <summary>Records of runs as a test wants them.</summary>
internal static class Records
{
    /// <summary>The base has likeness 0, a drawing 1, and everything else is as drawings have it.</summary>
    public static MeasureScale Plain { get; } = new(0, 1, 1, 0);

    /// <param name="saves">(step, likeness, average loss): everything else is perfect, so that worth is 0.55 + 0.45 · likeness.</param>
    public static RunRecord Run(string subject, IReadOnlyList<(int Step, double Likeness, double Loss)> saves, int[] lit, double stopLoss = 0.36, int pictures = 10, int seed = 1) => new(
        subject, SubjectKind.Character, StudyHalf.Choose, pictures, seed, saves[^1].Step, 100, stopLoss, "0.0.0",
        [.. Enumerable.Repeat<double?>(0.5, saves[^1].Step)], lit, Plain,
        [.. saves.Select(save => new SavedRecord(save.Step, save.Step == saves[^1].Step ? CheckpointReason.Last : CheckpointReason.Interval, save.Loss, Measures(save.Likeness)))],
        new RunSeconds(1, 1));

    /// <summary>The same loss of eight pairs each.</summary>
    public static PairedLosses Paired(double heldOut, double trained) => new([.. Enumerable.Repeat(heldOut, 8)], [.. Enumerable.Repeat(trained, 8)]);

    public static CheckpointMeasures Measures(double likeness) => new([likeness, likeness], [1, 1], [0, 0], [1, 1]);
}
