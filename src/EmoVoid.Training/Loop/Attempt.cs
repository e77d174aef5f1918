using System.Globalization;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Light;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Optimizers;

namespace EmoVoid.Training.Loop;

/// <summary>The steps of a run in one order of its samples: from a saved state or from the start, to the end, to a stop, or to steps that cannot be trained.</summary>
internal sealed class Attempt : IDisposable
{
    /// <summary>So long a run may go without saving its state: no more than this, and a step, is lost when the trainer is killed.</summary>
    private static readonly TimeSpan LongestUnsaved = TimeSpan.FromMinutes(5);

    private readonly RunParts run;
    private readonly LoraNetwork lora;
    private readonly EmoVoidOptimizer optimizer;
    private readonly SampleOrder order;
    private readonly TrainingStep training;
    private readonly Journal journal;
    private readonly Checkpoints checkpoints;
    private readonly Validation? validation;
    private readonly Skips skips;
    private readonly EarlyStop earlyStop;
    private readonly LossExplosion explosion = new();

    /// <param name="from">Where it goes on; null: from the start.</param>
    /// <param name="number">How often the run has gone back.</param>
    public Attempt(RunParts run, SavedState? from, int number)
    {
        var train = run.Plan.Train;
        (this.run, Step) = (run, from?.Step ?? 0);
        lora = LoraNetwork.Attach(run.Dit, train.Rank, train.Alpha, train.Seed);
        if (from is not null)
            Restore(lora, from);
        else if (train.Lora.StartFrom is { } network)
            LoraFile.Read(Path.Combine(run.Plan.Dataset.Folder, network), lora);
        optimizer = new EmoVoidOptimizer(lora.Parameters, new EmoVoidSettings(train.StopLoss), from?.Optimizer);
        order = new SampleOrder(
            OrderSeed.Of(train.Seed, number), [.. run.Samples.Select(sample => (object)sample.Bucket)], [.. run.Samples.Select(sample => sample.Repeats)],
            train.BatchSize, train.Batches.GradientAccumulation);
        training = new TrainingStep(run.Dit, lora, train, run.Device);

        var metadata = Metadata(number);
        var history = new History(run.Plan, lora, metadata, run.States, run.Say).Upto(from);
        var goesBack = number > (from?.Attempt ?? 0);
        journal = new Journal(run.Plan.CheckpointFolder, goesBack ? [.. history, new WentBack(Step, number)] : history);
        checkpoints = new Checkpoints(run.Plan, run.Base, lora, optimizer, metadata, run.States, journal, number);
        validation = run.Measured is { } measured ? new Validation(run.Plan, run.Dit, measured, run.Device, run.Say, run.Time, journal.History) : null;
        skips = new Skips(journal.History);
        earlyStop = new EarlyStop(train, journal.History);
        EndsEarly = earlyStop.Judge(Step);
        foreach (var past in journal.History.OfType<Stepped>())
            explosion.Take(past.Step, past.MediumLoss);
    }

    /// <summary>The last step done.</summary>
    public int Step { get; private set; }

    /// <summary>Why no step comes after <see cref="Step"/>, although the plan has more; null when it is not so.</summary>
    public StopVerdict? EndsEarly { get; private set; }

    /// <summary>Whether no step comes after <see cref="Step"/>.</summary>
    public bool IsDone => Step >= run.Plan.Train.Steps || EndsEarly is not null;

    /// <summary>How many numbers the LoRA trains.</summary>
    public long Parameters => lora.Layout.Parameters;

    /// <summary>What happened up to <see cref="Step"/>.</summary>
    public IReadOnlyList<TrainerEvent> History => journal.History;

    /// <returns>Null when <see cref="IsDone"/> or the run is stopped; else the steps in a row that could not be trained.</returns>
    public Skips? Run()
    {
        _ = Measure(); // the base before the first step; or the last save of a run that was cut before it was measured
        var (stopping, lastSave) = (run.Stop.IsCancellationRequested, run.Time.GetTimestamp());
        while (!IsDone && !stopping)
        {
            Step++;
            var concluded = Train();
            if (skips.AreTooMany)
                return skips;
            EndsEarly = earlyStop.Judge(Step);
            stopping = run.Stop.IsCancellationRequested;
            if (Save(concluded?.TurnedOn ?? false, stopping, unsaved: run.Time.GetElapsedTime(lastSave)))
                lastSave = run.Time.GetTimestamp();
            if (!Measure())
                break; // another step would leave a later state behind, and this one's measure would never come
            MakePictures();
        }

        return null;
    }

    public void Dispose()
    {
        journal.Dispose();
        optimizer.Dispose();
        lora.Dispose();
    }

    /// <returns>Null when the step was skipped.</returns>
    private ControllerStep? Train()
    {
        var started = run.Time.GetTimestamp();
        IReadOnlyList<IReadOnlyList<Sample>> batches = [.. order.Step(Step).Select(batch => batch.Select(index => run.Samples[index]).ToList())];
        var loss = training.Backward(Step, batches);
        var concluded = optimizer.Step(loss, lora.Gradients);
        if (concluded is { } light)
            Conclude(new Stepped(Step, loss, light.Pulse, light.StopBase, light.MediumLoss, light.IsLit, run.Time.GetElapsedTime(started).TotalSeconds));
        else
            Skip(loss, batches);
        return concluded;
    }

    private void Conclude(Stepped stepped)
    {
        Tell(stepped);
        earlyStop.Take(stepped);
        if (explosion.Take(stepped.Step, stepped.MediumLoss) is { } lowest)
            run.Say(new Noted(string.Create(CultureInfo.InvariantCulture,
                $"The loss explodes: at step {Step} its average is {stepped.MediumLoss:0.####}, more than {LossExplosion.Factor} times the {lowest.Loss:0.####} of step {lowest.Step}. An earlier checkpoint is the better one; look at the pictures and captions if it comes again.")));
    }

    private void Skip(double loss, IReadOnlyList<IReadOnlyList<Sample>> batches)
    {
        List<string> files = [.. training.Culprits(Step, batches).Select(sample => sample.File).Distinct()];
        Tell(new StepSkipped(Step, files));
        run.Say(new Noted($"Step {Step} is skipped: {(double.IsFinite(loss) ? "a gradient" : "the loss")} of {string.Join(", ", files)} is not finite."));
    }

    private void Tell(TrainerEvent happened)
    {
        journal.Write(happened);
        skips.Take(happened);
        validation?.Take(happened);
        run.Say(happened);
    }

    /// <returns>Whether anything was saved.</returns>
    private bool Save(bool turnedOn, bool stopping, TimeSpan unsaved)
    {
        if (checkpoints.ReasonAt(Step, turnedOn, IsDone, run.Requests.TakeSave(), stopping) is { } reason)
            Saved(checkpoints.Save(Step, reason));
        else if (unsaved >= LongestUnsaved)
            checkpoints.SaveState(Step, planned: false);
        else
            return false;
        return true;
    }

    private void Saved(CheckpointSaved saved)
    {
        run.Say(saved);
        validation?.Take(saved);
    }

    /// <summary>A run that is stopped leaves at once, and is measured when it goes on; one that is done does not go on.</summary>
    /// <returns>Whether nothing is left to measure at this step, whose state is saved.</returns>
    private bool Measure()
    {
        if (validation is null)
            return true;
        var stop = IsDone ? CancellationToken.None : run.Stop;
        if (validation.Measure(Step, stop) is { } validated)
            Tell(validated);
        return !(stop.IsCancellationRequested && validation.Awaits(Step));
    }

    private void MakePictures()
    {
        var asked = run.Requests.TakeSample();
        if (asked && run.Pictures is null)
            run.Say(new Noted("Sample pictures were asked for, but the run's plan has no prompts to make them of."));
        run.Pictures?.After(Step, asked, run.Dit, run.Stop);
    }

    private LoraMetadata Metadata(int number)
    {
        var (hashes, model) = (ModelFileHashes.In(run.Plan.CacheFolder), run.Plan.Model);
        return new LoraMetadata(run.Plan, run.Samples, order, hashes.OfModel(model.Dit), hashes.OfModel(model.Vae), number);
    }

    private static void Restore(LoraNetwork lora, SavedState saved)
    {
        if (!lora.Parameters.shape.SequenceEqual(saved.Parameters.shape))
            throw new TrainingException(TrainerExitCode.BadPlan, $"The saved state has {saved.Parameters.NumberOfElements} numbers, the LoRA {lora.Parameters.NumberOfElements}: it was saved with another model. Delete the checkpoint folder to begin again.");
        lora.Take(saved.Parameters);
    }
}
