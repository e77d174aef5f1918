using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Models;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Trainers;

namespace EmoVoid.Core.Receipts;

/// <summary>Trains again what a receipt describes, beside the daemon and its queue, and compares the bytes.</summary>
public sealed class ReceiptRerun
{
    private readonly OwnTrainer _trainer;
    private readonly ModelCatalog _models;
    private readonly Launcher _launcher;
    private readonly Attendance _attendance;

    internal ReceiptRerun(OwnTrainer trainer, ModelCatalog models, Launcher launcher, Attendance attendance) =>
        (_trainer, _models, _launcher, _attendance) = (trainer, models, launcher, attendance);

    /// <summary>Everything that keeps the receipt from being made again here, a sentence each.</summary>
    public IEnumerable<string> Problems(RunReceipt receipt, string dataset)
    {
        if (receipt.Plan.Trainer is { } other)
            yield return $"It was trained by '{other}', whose runs are not the same to the last bit; only those of our own trainer can be made again.";
        if (!Directory.Exists(dataset))
        {
            yield return $"There is no data set at {dataset}; name it with --dataset.";
            yield break;
        }

        foreach (var difference in DatasetHash.Differences(receipt.Files, DatasetHash.FilesOf(dataset)))
            yield return difference;
        if (ModelFor(receipt) is null)
            yield return $"The model '{receipt.Plan.Model.Name}' is neither at {receipt.Plan.Model.Dit} nor in this daemon's configuration.";
    }

    /// <param name="folder">Takes plan, log, checkpoints and caches.</param>
    /// <param name="hear">Told what the trainer says.</param>
    public async Task<RerunResult> Run(RunReceipt receipt, string dataset, string folder, Action<TrainerEvent> hear, CancellationToken stop)
    {
        var plan = receipt.Plan with
        {
            Model = ModelFor(receipt)!,
            Dataset = receipt.Plan.Dataset with { Folder = dataset },
            CheckpointFolder = Path.Combine(folder, "checkpoints"),
            CacheFolder = Path.Combine(folder, "cache"),
            Sample = null,
            Validation = null,
        };
        Directory.CreateDirectory(folder);
        var planFile = Path.Combine(folder, "plan.json");
        plan.Write(planFile);
        var saved = new Dictionary<int, CheckpointSaved>();
        Started? started = null;
        var task = new TrainerTask(TrainerTask.Train, planFile, Path.Combine(folder, "trainer.log"));
        await using var trainer = await LocalExecution.Start(_launcher, _trainer.Prepare(task), _trainer.VoiceFor(task), task.LogFile);
        var end = await _attendance.Attend(trainer, said =>
        {
            foreach (var one in said)
            {
                hear(one);
                started = one as Started ?? started;
                if (one is CheckpointSaved checkpoint)
                    saved[checkpoint.Step] = checkpoint;
            }
        }, _ => null, stop);
        return Compare(receipt, saved, started, end);
    }

    private ModelPlan? ModelFor(RunReceipt receipt) =>
        Path.Exists(receipt.Plan.Model.Dit) ? receipt.Plan.Model : _models.Find(receipt.Plan.Model.Name)?.Files;

    // Checkpoints that a person or a stop asked for are made at no step of the plan's own.
    private static RerunResult Compare(RunReceipt receipt, Dictionary<int, CheckpointSaved> saved, Started? started, AttendedEnd end)
    {
        var planned = receipt.Checkpoints.Where(checkpoint => checkpoint.Reason is not (CheckpointReason.Stop or CheckpointReason.Asked)).ToList();
        var problem = end.ExitCode == (int)TrainerExitCode.Done ? null : end.LastWords?.Message ?? TrainerDeath.Explain(end.ExitCode);
        return new RerunResult(
            [.. planned.Where(checkpoint => saved.GetValueOrDefault(checkpoint.Step)?.Sha256 == checkpoint.Sha256).Select(checkpoint => checkpoint.Step)],
            [.. planned.Where(checkpoint => saved.GetValueOrDefault(checkpoint.Step)?.Sha256 != checkpoint.Sha256).Select(checkpoint => checkpoint.Step)],
            started is null ? null : new TrainedWith(started.Trainer, started.Torch, started.Device), Processor.Name, problem);
    }
}

/// <param name="Same">The steps whose files have the same bytes.</param>
/// <param name="Different">The steps whose files do not, or were not made.</param>
/// <param name="TrainedWith">Null when the trainer did not begin.</param>
/// <param name="Problem">Why it did not come to its end; null when it did.</param>
public sealed record RerunResult(IReadOnlyList<int> Same, IReadOnlyList<int> Different, TrainedWith? TrainedWith, string? Processor, string? Problem)
{
    public bool IsSame => Problem is null && Different.Count == 0 && Same.Count > 0;
}
