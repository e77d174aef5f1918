using EmoVoid.Benchmarks.RightAdvice.Measures;
using EmoVoid.Benchmarks.RightAdvice.Statistics;
using EmoVoid.Benchmarks.RightAdvice.Subjects;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Benchmarks.RightAdvice.Runs;

/// <summary>One training of one subject.</summary>
/// <param name="Seed">Of the training; 1, 2, …</param>
internal readonly record struct RunKey(string Subject, int Seed)
{
    public string Name => $"{Subject}-{Seed}";

    public string FileName => $"{Name}.json";
}

/// <summary>All that is known of a run: what its trainer said, and what was measured of its checkpoints. Everything else is computed from these.</summary>
/// <param name="Version">Of the program that trained and measured it.</param>
/// <param name="Losses">Of each step, from 1 on; null where a step was skipped.</param>
/// <param name="Lit">The steps after which the light was on.</param>
/// <param name="Seconds">How long the training and the measuring took: for estimates alone.</param>
internal sealed record RunRecord(
    string Subject, SubjectKind Kind, StudyHalf Half, int Pictures, int Seed, int Steps, int SaveEvery, double StopLoss, string Version,
    IReadOnlyList<double?> Losses, IReadOnlyList<int> Lit, MeasureScale Scale, IReadOnlyList<SavedRecord> Saves, RunSeconds Seconds)
{
    /// <summary>Whether a training with any stop loss would have saved at a step. The reason of a save does not tell: light goes before all others.</summary>
    public bool IsRegular(int step) => step % SaveEvery == 0 || step == Steps;
}

/// <param name="MediumLoss">The average that the light compares with the stop loss.</param>
/// <param name="Paired">Of the trainer's validation, where it has one; null: the run had none.</param>
internal sealed record SavedRecord(int Step, CheckpointReason Reason, double MediumLoss, CheckpointMeasures Measures, PairedLosses? Paired = null);

/// <summary>Losses at fixed levels and noises, pair by pair the same for each checkpoint of a run.</summary>
internal sealed record PairedLosses(IReadOnlyList<double> HeldOut, IReadOnlyList<double> Trained);

internal sealed record RunSeconds(double Training, double Measuring);
