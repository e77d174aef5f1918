using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Models.Dit;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>The losses of held-out and of trained pictures at the checkpoints of a run, at noise that is the same for all of them.</summary>
/// <remarks>
/// Its noise is drawn with purposes of its own and the LoRA is only read, so the run ends with the same bits with it as without. Whether a save is
/// measured comes from the plan and from what happened before, and the measures from the LoRA's numbers: a run that was cut ends with the same ones.
/// </remarks>
internal sealed class Validation
{
    /// <summary>How often its progress is told, at most: who listens for a sign of life hears one.</summary>
    private const int SignsOfLife = 10;

    private readonly RunPlan plan;
    private readonly ValidationPlan settings;
    private readonly AnimaDit dit;
    private readonly IReadOnlyList<MeasuredPair> heldOut, trained;
    private readonly Device device;
    private readonly Action<TrainerEvent> say;
    private readonly TimeProvider time;
    private readonly Dictionary<int, CheckpointReason> saves = [];
    private readonly HashSet<int> measured = [];

    /// <param name="history">What happened before the step that the run goes on from.</param>
    public Validation(
        RunPlan plan, AnimaDit dit, MeasuredSamples samples, Device device, Action<TrainerEvent> say, TimeProvider time, IEnumerable<TrainerEvent> history)
    {
        (this.plan, settings, this.dit, this.device, this.say, this.time) = (plan, plan.Validation!, dit, device, say, time);
        (heldOut, trained) = (MeasuredPair.Of(samples.HeldOut, settings, plan.Train.Seed), MeasuredPair.Of(samples.Trained, settings, plan.Train.Seed));
        foreach (var past in history)
            Take(past);
    }

    public void Take(TrainerEvent said)
    {
        if (said is CheckpointSaved saved)
            saves[saved.Step] = saved.Reason;
        else if (said is Validated validated)
            measured.Add(validated.Step);
    }

    /// <summary>Measures the LoRA as it is after a step, where that step is to be measured and was not.</summary>
    /// <param name="stop">Ends it between two pairs.</param>
    /// <returns>Null when there is nothing to measure, when it was stopped, or when a loss is not finite, which is said.</returns>
    public Validated? Measure(int step, CancellationToken stop)
    {
        if (!Awaits(step))
            return null;
        var started = time.GetTimestamp();
        var losses = new List<PairLoss>();
        foreach (var pair in heldOut.Concat(trained))
        {
            if (stop.IsCancellationRequested)
                return null;
            TellProgress(losses.Count);
            losses.Add(new PairLoss(pair.Sample.File, pair.Sigma, LossOf(pair)));
        }

        if (losses.FirstOrDefault(pair => !double.IsFinite(pair.Loss)) is not { } broken)
            return new Validated(step, losses[..heldOut.Count], losses[heldOut.Count..], time.GetElapsedTime(started).TotalSeconds);
        say(new Noted($"Step {step} is not measured: the loss of {broken.File} is not finite."));
        return null;
    }

    /// <summary>Whether a step is to be measured and was not.</summary>
    public bool Awaits(int step) => !measured.Contains(step) && IsDue(step);

    private bool IsDue(int step) => IsPlanned(step) || saves.GetValueOrDefault(step, CheckpointReason.Stop) switch
    {
        CheckpointReason.Light => ValidationCost.Allows(plan.Train, settings, step, measured.Count(IsCounted)),
        CheckpointReason.Stop => false,
        _ => true,
    };

    private bool IsPlanned(int step) => step == 0 || (saves.ContainsKey(step) && (step % plan.Train.SaveEvery == 0 || step == plan.Train.Steps));

    // A person may ask for a save at any step, and the saves of the light are to be measured alike with and without it.
    private bool IsCounted(int step) => saves.GetValueOrDefault(step, CheckpointReason.Interval) != CheckpointReason.Asked;

    private void TellProgress(int done)
    {
        var total = heldOut.Count + trained.Count;
        if (done % Math.Max(1, total / SignsOfLife) == 0)
            say(new Preparing(Preparing.Measures, done, total));
    }

    private double LossOf(MeasuredPair pair)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var (x, context, mask) = Batch.Of([new ShownSample(pair.Sample.Latent, pair.Sample.Contexts[0], pair.Sample.Mask)], device);
        var noise = FlowDraws.MeasuredNoise(plan.Train.Seed, pair.Number, x.shape).to(device);     // (1, C, h, w)
        var sigma = tensor([(float)pair.Sigma]).to(device);                                        // (1)
        return TrainingStep.Loss(dit, x, noise, sigma, context, mask).item<float>();
    }
}

/// <summary>A picture at one noise level and one noise.</summary>
/// <param name="Number">Counted from 0: the noise comes from it. Held-out and trained pairs of one number have the same noise level, where there are as many.</param>
/// <param name="Sigma">The share of noise, 0..1.</param>
internal sealed record MeasuredPair(Sample Sample, int Number, double Sigma)
{
    /// <summary>The pairs of some pictures: first one of every picture, then the second of every picture, and so on.</summary>
    public static IReadOnlyList<MeasuredPair> Of(IReadOnlyList<Sample> samples, ValidationPlan settings, long seed)
    {
        var pairs = settings.PairsOf(samples.Count);
        if (pairs == 0)
            return [];
        var pictures = Math.Min(pairs, samples.Count);
        return [.. FlowDraws.MeasuredSigmas(seed, pictures, pairs / pictures).Select((sigma, i) => new MeasuredPair(samples[i % pictures], i, sigma))];
    }
}
