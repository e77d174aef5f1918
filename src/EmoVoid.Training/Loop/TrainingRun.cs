using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Native;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>One run from its plan to its last checkpoint.</summary>
/// <remarks>
/// Source of the objective: Liu et al., "Flow Straight and Fast"; of the levels of noise: Esser et al., "Scaling Rectified Flow Transformers".
/// A step depends on the plan, the step's number and the state before it, and on nothing else: a run that was cut and resumed ends with the
/// same bits as one that was not.
/// </remarks>
/// <param name="say">Told each event, in order.</param>
/// <param name="stop">Ends the run after the step at hand, with a checkpoint.</param>
public sealed class TrainingRun(RunPlan plan, Device device, Action<TrainerEvent> say, TimeProvider time, CancellationToken stop)
{
    /// <summary>So many losses or gradients in a row that are not finite will not be followed by a finite one.</summary>
    private const int MostSkipped = 10;

    /// <returns>Whether all steps are done; else the run was stopped and can be resumed.</returns>
    /// <exception cref="TrainingException">The run cannot begin or go on.</exception>
    public bool Run()
    {
        PlanCheck.ThrowIfBad(plan);
        Directory.CreateDirectory(plan.CheckpointFolder);
        using var saved = SavedState.Read(plan);
        var step = saved?.Step ?? 0;
        try
        {
            step = Train(saved, Prepare());
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped before its first step: there is nothing to save that is not saved.
        }

        var done = step >= plan.Train.Steps;
        say(new Finished(step, Stopped: !done));
        return done;
    }

    private IReadOnlyList<Sample> Prepare()
    {
        if (plan.Model.BuiltIn)
            AnimaNano.EnsureExists(Path.GetFullPath(Path.Combine(plan.Model.Dit, "..", "..")));
        PlanCheck.ThrowIfModelIsWrong(plan);
        return new Preparation(plan, device, say).Run(stop);
    }

    /// <returns>The last step done.</returns>
    private int Train(SavedState? saved, IReadOnlyList<Sample> samples)
    {
        say(new Preparing("model", 0, 1));
        using var dit = AnimaDit.Load(plan.Model.Dit, Placements.ForFrozen(device));
        using var lora = LoraNetwork.Attach(dit, plan.Train.Rank, plan.Train.Alpha, plan.Train.Seed);
        if (saved is not null)
            Restore(lora.Parameters, saved.Parameters);
        using var optimizer = new EmoVoidOptimizer(lora.Parameters, new EmoVoidSettings(plan.Train.StopLoss), saved?.Optimizer);
        using var journal = new Journal(plan.CheckpointFolder, resumedAt: saved?.Step ?? 0);
        var order = new SampleOrder(plan.Train.Seed, [.. samples.Select(sample => (object)sample.Bucket)], [.. samples.Select(sample => sample.Repeats)], plan.Train.BatchSize);
        var checkpoints = new Checkpoints(plan, lora, optimizer, Metadata(samples, order), journal);
        Begin(saved, lora, journal);

        var (step, skipped, stopping) = (saved?.Step ?? 0, 0, stop.IsCancellationRequested);
        while (step < plan.Train.Steps && !stopping)
        {
            step++;
            var started = time.GetTimestamp();
            var batch = order.Batch(step).Select(index => samples[index]).ToList();
            var loss = Backward(dit, lora, batch, step);
            var concluded = optimizer.Step(loss, lora.Gradients);

            skipped = concluded is null ? skipped + 1 : 0;
            if (concluded is { } light)
                Tell(new Stepped(step, loss, light.Pulse, light.StopBase, light.MediumLoss, light.IsLit, time.GetElapsedTime(started).TotalSeconds), journal);
            else
                Skip(step, loss, skipped);
            stopping = stop.IsCancellationRequested;
            if (checkpoints.ReasonAt(step, concluded?.TurnedOn ?? false, stopping) is { } reason)
                say(checkpoints.Save(step, reason));
        }

        return step;
    }

    /// <summary>Loss of one step, with its gradients in <paramref name="lora"/>.</summary>
    private double Backward(AnimaDit dit, LoraNetwork lora, List<Sample> samples, int step)
    {
        using var scope = NewDisposeScope();
        var (x, context) = Batch.Of(samples, device);                                          // (B, C, h, w), (B, 512, D)
        var noise = FlowDraws.Noise(plan.Train.Seed, step, x.shape).to(device);                // (B, C, h, w)  ε ~ N(0, 1)
        var sigma = FlowDraws.Sigma(plan.Train.Seed, step, samples.Count).to(device);          // (B)           σ = sigmoid(N(0, 1))
        var noisy = Flow.Noisy(x, noise, sigma);                                               // (B, C, h, w)  (1 − σ)x + σε
        var velocity = dit.Velocity(noisy, sigma, context);                                    // (B, C, h, w)  ≈ ε − x
        var loss = Flow.Loss(velocity, Flow.Velocity(x, noise));                               // ()            mean squared error

        lora.ZeroGradients();
        loss.backward();
        return loss.item<float>();
    }

    private LoraMetadata Metadata(IReadOnlyList<Sample> samples, SampleOrder order)
    {
        var hashes = ModelFileHashes.In(plan.CacheFolder);
        return new LoraMetadata(plan, samples, order.BatchesPerEpoch, hashes.OfModel(plan.Model.Dit), hashes.OfModel(plan.Model.Vae));
    }

    /// <summary>Says where the run stands, and tells again what a listener may have missed when the run was cut.</summary>
    private void Begin(SavedState? saved, LoraNetwork lora, Journal journal)
    {
        say(new Preparing("model", 1, 1));
        say(new Started(TrainerVersion, TorchVersion, plan.Device, lora.Layout.Parameters, plan.Train.Steps, saved?.Step ?? 0));
        foreach (var past in journal.History)
            say(past);
    }

    private static string TrainerVersion => typeof(TrainingRun).Assembly.GetName().Version?.ToString(3) ?? "";

    private static string TorchVersion => LibTorch.Version?.ToString() ?? __version__;

    private void Tell(Stepped stepped, Journal journal)
    {
        journal.Write(stepped);
        say(stepped);
    }

    private void Skip(int step, double loss, int inARow)
    {
        say(new Noted($"Step {step} is skipped: {(double.IsFinite(loss) ? "a gradient" : "the loss")} is not finite."));
        if (inARow >= MostSkipped)
            throw new TrainingException(TrainerExitCode.Diverged, $"The loss or its gradients were not finite in {inARow} steps in a row, up to step {step}. The model or the data set may be damaged; the last good checkpoint is kept.");
    }

    private static void Restore(Tensor parameters, Tensor saved)
    {
        if (!parameters.shape.SequenceEqual(saved.shape))
            throw new TrainingException(TrainerExitCode.BadPlan, $"The saved state has {saved.NumberOfElements} numbers, the LoRA {parameters.NumberOfElements}: it was saved with another model. Delete the checkpoint folder to begin again.");
        using var frozen = no_grad();
        parameters.copy_(saved);
    }
}
