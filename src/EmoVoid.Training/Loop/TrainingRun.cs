using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Native;
using EmoVoid.Training.Optimizers;
using EmoVoid.Training.Sampling;
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

    /// <summary>A trainer whose daemon has died finishes the step at hand and saves, which takes minutes at the most.</summary>
    private static readonly TimeSpan WaitForAnother = TimeSpan.FromMinutes(5);

    /// <summary>So long a run may go without saving its state: no more than this, and a step, is lost when the trainer is killed.</summary>
    private static readonly TimeSpan LongestUnsaved = TimeSpan.FromMinutes(5);

    /// <returns>Whether all steps are done; else the run was stopped and can be resumed.</returns>
    /// <exception cref="TrainingException">The run cannot begin or go on.</exception>
    public bool Run()
    {
        PlanCheck.ThrowIfBad(plan);
        var sizes = CheckModel();
        Directory.CreateDirectory(plan.CheckpointFolder);
        var step = 0;
        try
        {
            using var alone = FolderLock.Take(plan.CheckpointFolder, WaitForAnother, time, stop);
            PartialFile.RemoveAbandoned(plan.CheckpointFolder, alone: true, time);
            PartialFile.RemoveAbandoned(plan.CacheFolder, alone: false, time);
            var states = new SavedStates(plan);
            using var saved = states.Read(say);
            step = saved?.Step ?? 0;
            var loading = DitLoading.ForTraining(plan, sizes, device, saved?.Base, say);
            var samples = new Preparation(plan, device, say).Run(stop);
            using var pictures = StepPictures.Prepare(plan, device, say, stop);
            step = Train(states, saved, loading, samples, pictures);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped before its first step: there is nothing to save that is not saved.
        }

        var done = step >= plan.Train.Steps;
        say(new Finished(step, Stopped: !done));
        return done;
    }

    private AnimaDitSizes CheckModel()
    {
        if (plan.Model.BuiltIn)
            AnimaNano.EnsureExists(Path.GetFullPath(Path.Combine(plan.Model.Dit, "..", "..")));
        var sizes = PlanCheck.ThrowIfModelIsWrong(plan.Model).Dit;
        PlanCheck.ThrowIfTooMuchForModel(plan, sizes);
        return sizes;
    }

    /// <returns>The last step done.</returns>
    private int Train(SavedStates states, SavedState? saved, DitLoading loading, IReadOnlyList<Sample> samples, StepPictures? pictures)
    {
        say(new Preparing("model", 0, 1));
        using var dit = loading.Load();
        using var lora = LoraNetwork.Attach(dit, plan.Train.Rank, plan.Train.Alpha, plan.Train.Seed);
        if (saved is not null)
            Restore(lora, saved);
        else if (plan.Train.Lora.StartFrom is { } network)
            LoraFile.Read(Path.Combine(plan.Dataset.Folder, network), lora);
        using var optimizer = new EmoVoidOptimizer(lora.Parameters, new EmoVoidSettings(plan.Train.StopLoss), saved?.Optimizer);
        var order = new SampleOrder(plan.Train.Seed, [.. samples.Select(sample => (object)sample.Bucket)], [.. samples.Select(sample => sample.Repeats)],
            plan.Train.BatchSize, plan.Train.Batches.GradientAccumulation);
        var training = new TrainingStep(dit, lora, plan.Train, device);
        var metadata = Metadata(samples, order);
        using var journal = new Journal(plan.CheckpointFolder, new History(plan, lora, metadata, states, say).Upto(saved));
        var checkpoints = new Checkpoints(plan, loading.Base, lora, optimizer, metadata, states, journal);
        Begin(saved, lora, journal);

        var (step, skipped, stopping, lastSave) = (saved?.Step ?? 0, 0, stop.IsCancellationRequested, time.GetTimestamp());
        while (step < plan.Train.Steps && !stopping)
        {
            step++;
            var started = time.GetTimestamp();
            var loss = training.Backward(step, [.. order.Step(step).Select(batch => batch.Select(index => samples[index]).ToList())]);
            var concluded = optimizer.Step(loss, lora.Gradients);

            skipped = concluded is null ? skipped + 1 : 0;
            if (concluded is { } light)
                Tell(new Stepped(step, loss, light.Pulse, light.StopBase, light.MediumLoss, light.IsLit, time.GetElapsedTime(started).TotalSeconds), journal);
            else
                Skip(step, loss, skipped);
            stopping = stop.IsCancellationRequested;
            if (checkpoints.ReasonAt(step, concluded?.TurnedOn ?? false, stopping) is { } reason)
            {
                say(checkpoints.Save(step, reason));
                lastSave = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(lastSave) >= LongestUnsaved)
            {
                checkpoints.SaveState(step, planned: false);
                lastSave = time.GetTimestamp();
            }

            pictures?.After(step, dit, stop);
        }

        return step;
    }

    private LoraMetadata Metadata(IReadOnlyList<Sample> samples, SampleOrder order)
    {
        var hashes = ModelFileHashes.In(plan.CacheFolder);
        return new LoraMetadata(plan, samples, order, hashes.OfModel(plan.Model.Dit), hashes.OfModel(plan.Model.Vae));
    }

    /// <summary>Says where the run stands, and tells again what a listener may have missed when the run was cut.</summary>
    private void Begin(SavedState? saved, LoraNetwork lora, Journal journal)
    {
        say(new Preparing("model", 1, 1));
        say(new Started(TrainerVersion, TorchVersion, device.ToString(), lora.Layout.Parameters, plan.Train.Steps, saved?.Step ?? 0));
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

    private static void Restore(LoraNetwork lora, SavedState saved)
    {
        if (!lora.Parameters.shape.SequenceEqual(saved.Parameters.shape))
            throw new TrainingException(TrainerExitCode.BadPlan, $"The saved state has {saved.Parameters.NumberOfElements} numbers, the LoRA {lora.Parameters.NumberOfElements}: it was saved with another model. Delete the checkpoint folder to begin again.");
        lora.Take(saved.Parameters);
    }
}
