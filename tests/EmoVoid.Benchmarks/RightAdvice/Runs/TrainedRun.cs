using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Benchmarks.RightAdvice.Runs;

/// <summary>What a training said. A training that goes on tells again what it did before.</summary>
internal sealed class TrainedRun(RunPlan plan)
{
    private readonly SortedDictionary<int, Stepped> steps = [];
    private readonly SortedDictionary<int, CheckpointSaved> saves = [];
    private readonly SortedDictionary<int, PairedLosses> paired = [];

    public RunPlan Plan => plan;

    /// <summary>Of each step, from 1 on; null where it was skipped.</summary>
    public IReadOnlyList<double?> Losses => [.. Enumerable.Range(1, plan.Train.Steps).Select(step => steps.TryGetValue(step, out var stepped) ? stepped.Loss : (double?)null)];

    public IReadOnlyList<int> Lit => [.. steps.Values.Where(stepped => stepped.Lit).Select(stepped => stepped.Step)];

    public IReadOnlyList<CheckpointSaved> Saves => [.. saves.Values];

    public double Seconds => steps.Values.Sum(stepped => stepped.Seconds);

    public string FileOf(CheckpointSaved save) => Path.Combine(plan.CheckpointFolder, save.File);

    /// <summary>Of the last step up to a save that was not skipped.</summary>
    public double MediumLossAt(int step) => steps.Last(stepped => stepped.Key <= step).Value.MediumLoss;

    /// <summary>Of the trainer's validation at a save; null: that save was not measured.</summary>
    public PairedLosses? PairedAt(int step) => paired.GetValueOrDefault(step);

    public void Listen(TrainerEvent said)
    {
        switch (said)
        {
            case Stepped stepped: steps[stepped.Step] = stepped; break;
            case CheckpointSaved saved: saves[saved.Step] = saved; break;
            case Validated measured: paired[measured.Step] = new PairedLosses(LossesOf(measured.HeldOut), LossesOf(measured.Trained)); break;
            case WentBack back: Forget(steps, back.Step); Forget(saves, back.Step); Forget(paired, back.Step); break;
            default: break;
        }
    }

    private static List<double> LossesOf(IReadOnlyList<PairLoss> pairs) => [.. pairs.Select(pair => pair.Loss)];

    private static void Forget<T>(SortedDictionary<int, T> told, int after)
    {
        foreach (var step in told.Keys.Where(step => step > after).ToList())
            told.Remove(step);
    }
}
