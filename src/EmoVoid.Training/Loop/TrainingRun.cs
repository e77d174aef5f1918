using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Native;
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
/// <param name="requests">What else is asked for while it trains; null: nothing.</param>
public sealed class TrainingRun(RunPlan plan, Device device, Action<TrainerEvent> say, TimeProvider time, CancellationToken stop, Requests? requests = null)
{
    /// <summary>What two orders of the samples cannot train, a third will not.</summary>
    private const int MostGoingsBack = 1;

    /// <summary>A trainer whose daemon has died finishes the step at hand and saves, which takes minutes at the most.</summary>
    private static readonly TimeSpan WaitForAnother = TimeSpan.FromMinutes(5);

    /// <returns>Whether all steps are done; else the run was stopped and can be resumed.</returns>
    /// <exception cref="TrainingException">The run cannot begin or go on.</exception>
    public bool Run()
    {
        PlanCheck.ThrowIfBad(plan);
        var sizes = CheckModel();
        Directory.CreateDirectory(plan.CheckpointFolder);
        var (step, done) = (0, false);
        try
        {
            using var alone = FolderLock.Take(plan.CheckpointFolder, WaitForAnother, time, stop);
            PartialFile.RemoveAbandoned(plan.CheckpointFolder, alone: true, time);
            PartialFile.RemoveAbandoned(plan.CacheFolder, alone: false, time);
            var states = new SavedStates(plan);
            using var saved = states.Read(say);
            (step, done) = (saved?.Step ?? 0, saved?.Step >= plan.Train.Steps);
            var loading = DitLoading.ForTraining(plan, sizes, device, saved?.Base, say);
            var data = new Preparation(plan, device, say).Run(stop);
            using var pictures = StepPictures.Prepare(plan, device, say, stop);
            (step, done) = Train(states, saved, loading, data, pictures);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped before its first step: there is nothing to save that is not saved.
        }

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

    /// <returns>The last step done, and whether none comes after it.</returns>
    private (int Step, bool Done) Train(SavedStates states, SavedState? saved, DitLoading loading, PreparedData data, StepPictures? pictures)
    {
        say(new Preparing("model", 0, 1));
        using var dit = loading.Load();
        say(new Preparing("model", 1, 1));
        return Train(new RunParts(plan, dit, loading.Base, data.Samples, data.Measured, states, pictures, requests ?? new Requests(), device, say, time, stop), saved, attempt: saved?.Attempt ?? 0);
    }

    private (int Step, bool Done) Train(RunParts parts, SavedState? from, int attempt)
    {
        Skips lost;
        using (var steps = new Attempt(parts, from, attempt))
        {
            Begin(steps, from, attempt);
            if (steps.Run() is { } skips)
                lost = skips;
            else
                return End(steps);
        }

        if (attempt >= MostGoingsBack)
            throw new TrainingException(TrainerExitCode.Diverged, $"{Words(lost)}, also after the run went back and took its pictures in another order. Look at {Pictures(lost)}: the picture, its mask or its caption, or take it out of the folder. When all pictures are fine, the model's files may be damaged. The last good checkpoint is kept.");
        using var good = parts.States.GoBack();
        say(new Noted($"{Words(lost)}: the run goes back to step {good?.Step ?? 0} and goes on with another order of the pictures. Look at {Pictures(lost)}."));
        return Train(parts, good, attempt + 1);
    }

    /// <summary>Says where the run stands, and tells again what a listener may have missed when the run was cut.</summary>
    private void Begin(Attempt steps, SavedState? from, int attempt)
    {
        if (attempt > (from?.Attempt ?? 0))
        {
            say(new WentBack(steps.Step, attempt));
            return;
        }

        say(new Started(TrainerVersion, TorchVersion, device.ToString(), steps.Parameters, plan.Train.Steps, steps.Step, ModelHashes()));
        foreach (var past in steps.History)
            say(past);
    }

    private (int Step, bool Done) End(Attempt steps)
    {
        if (steps.EndsEarly is { } verdict)
            say(new Noted($"The run ends early, at step {steps.Step} of {plan.Train.Steps}: the light was on for {verdict.LitSteps} steps around the checkpoint of step {verdict.Best}, and no better one has come since. {plan.Train.Steps - steps.Step} steps of the plan were not needed."));
        return (steps.Step, steps.IsDone);
    }

    private static string Words(Skips lost) => $"The loss or its gradients were not finite in {Skips.TooMany} steps in a row, {lost.FirstStep} to {lost.LastStep}";

    private static string Pictures(Skips lost) => string.Join(", ", lost.Culprits);

    // They are remembered from the check of the saved state: no file is read for them.
    private Dictionary<string, string> ModelHashes()
    {
        var hashes = ModelFileHashes.In(plan.CacheFolder);
        return new[] { plan.Model.Dit, plan.Model.TextEncoder, plan.Model.Vae }.Distinct().ToDictionary(path => path, hashes.OfModel);
    }

    private static string TrainerVersion => typeof(TrainingRun).Assembly.GetName().Version?.ToString(3) ?? "";

    private static string TorchVersion => LibTorch.Version?.ToString() ?? __version__;
}
