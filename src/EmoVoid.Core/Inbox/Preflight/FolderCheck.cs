using EmoVoid.Contracts.Inspection;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Devices;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Inbox.Preflight.DatasetConfigs;
using EmoVoid.Core.Models;
using EmoVoid.Core.Scheduling.Hours;
using EmoVoid.Core.Sidecars;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using EmoVoid.Core.Trainers.Kohya;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>Runs every rule over a folder. It only reads: nothing in the folder is changed.</summary>
public sealed class FolderCheck(
    IImageInspector inspector, ITrainerDevices devices, ModelCatalog models, StateFolder state, ScheduleClock clock, IOptions<TrainerOptions> trainer, KohyaCheck kohya,
    IOptions<KohyaOptions> kohyaOptions, ExecutorDevices executors, IEnumerable<IPreflightRule> rules)
{
    /// <summary>EmoVoid's guide, for a GPU of 8 GB.</summary>
    private const int BlocksSwappedInLowVram = 22;

    /// <summary>All problems and notes of a folder at once.</summary>
    /// <exception cref="IOException">The folder, or a file in it, went away while it was read.</exception>
    /// <exception cref="TrainerNotFoundException">There is no trainer to look at the pictures with.</exception>
    /// <exception cref="InspectionException">The trainer cannot look at pictures at all.</exception>
    public async Task<PreflightReport> CheckAsync(string folder, CancellationToken cancel = default)
    {
        var found = DatasetReader.Read(Path.GetFullPath(folder));
        var config = found.DatasetConfig is { } text ? DatasetConfigReader.Read(text) : DatasetConfig.None;
        var (dataset, sidecar) = (config.Choose(found), SidecarParser.Parse(found.Sidecar ?? "", config.Settings));
        var candidate = Describe(dataset, sidecar, sidecar.Sidecar.IsForKohya ? await kohya.LookAsync(cancel) : null, await devices.ListAsync(cancel));
        candidate = candidate with
        {
            Inspections = await InspectAsync(dataset, dataset.Images.Select(image => (image.File, image.Bytes)), cancel),
            DatasetConfigProblems = [.. config.Problems, .. config.Empty(found)],
            LeftOut = config.LeftOut(found),
            Buckets = config.Buckets,
            MaskInspections = candidate.Sidecar.MasksByFolder ? await InspectAsync(dataset, dataset.Masks.Select(mask => (mask.File, mask.Bytes)), cancel) : [],
        };
        var sweep = SweepCheck.Of(candidate, sidecar.Members);
        var (findings, runs) = sweep.Check(rules);
        candidate = sweep.Candidates[0];
        return new PreflightReport
        {
            Folder = dataset.Path,
            Name = candidate.Sidecar.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(dataset.Path)),
            Model = candidate.ModelName,
            Problems = [.. findings.Where(finding => finding.IsProblem).Select(finding => finding.Message)],
            Notes = [.. findings.Where(finding => !finding.IsProblem).Select(finding => finding.Message)],
            Sweep = runs,
            Settings = candidate.Settings,
            Samples = candidate.Samples,
            Memory = candidate.Sidecar.IsForKohya ? KohyasMemory(candidate.Sidecar.Memory) : candidate.Sidecar.Memory,
            Trainer = candidate.Sidecar.IsForKohya ? TrainerName.Kohya : null,
            Buckets = candidate.Sidecar.IsForKohya ? candidate.Buckets : null,
            ModelFiles = candidate.Model?.Files,
            Device = candidate.Device.Device,
            Executor = candidate.Executor,
            Keep = candidate.Sidecar.Keep,
            Hours = candidate.Sidecar.Window,
            StartAt = candidate.Sidecar.StartAt is { } start ? clock.InstantOf(start) : null,
            Priority = candidate.Sidecar.Priority,
            DeviceAsked = candidate.Sidecar.Device ?? trainer.Value.Device,
            Validation = candidate.Validation,
            Images = [.. candidate.Captioned.Where(image => !candidate.HeldOut.Files.Contains(image.File))],
        };
    }

    // The scripts choose nothing themselves.
    private MemoryPlan KohyasMemory(MemoryPlan? asked) => new()
    {
        GradientCheckpointing = asked?.GradientCheckpointing ?? true,
        BlocksToSwap = asked?.BlocksToSwap ?? (kohyaOptions.Value.LowVram ? BlocksSwappedInLowVram : null),
    };

    private Candidate Describe(DatasetFolder dataset, SidecarResult read, KohyaVerdict? verdict, DeviceInspection there)
    {
        var (sidecar, problems) = read;
        var modelName = sidecar.Model ?? models.DefaultName;
        var model = models.Find(modelName);
        var repeated = RepeatedImages.In(dataset);
        var heldOut = HeldOutImages.Of(dataset, sidecar, repeated);
        var settings = model is null || dataset.Images.Count == 0 ? null : sidecar.Resolve(heldOut.Others(dataset), model.Resolution);
        var (device, executor) = verdict is { Devices: null }
            ? (new DeviceChoice(null, null), sidecar.Executor)
            : executors.Choose(sidecar.Executor, sidecar.Device ?? trainer.Value.Device, verdict?.Devices ?? there);
        var candidate = new Candidate
        {
            Folder = dataset,
            Sidecar = sidecar,
            SidecarProblems = problems,
            ModelName = modelName,
            Model = model,
            ModelNames = [.. models.Names],
            Settings = settings,
            Repeated = repeated,
            HeldOut = heldOut,
            Samples = settings is null ? null : sidecar.Samples.Resolve(dataset.Images.Select(image => image.Caption ?? ""), settings, model!.Name == ModelCatalog.BuiltIn),
            ModelVerdict = model is null ? null : ModelCheck.Check(model),
            Kohya = verdict,
            Device = device,
            Executor = executor,
            ExecutorNames = executors.Names,
            Inspections = [],
            FreeBytes = new DriveInfo(Nearest(state.Root)).AvailableFreeSpace,
        };
        return candidate with { Validation = settings is null ? null : heldOut.Plan(candidate.Captioned, sidecar, settings) };
    }

    private async Task<IReadOnlyList<ImageInspection>> InspectAsync(DatasetFolder dataset, IEnumerable<(string File, long Bytes)> pictures, CancellationToken cancel)
    {
        var all = pictures.ToList();
        // A name with a line break cannot be told to the trainer.
        var asked = all.Where(image => image.Bytes > 0 && !Rules.FileNamesRule.IsOdd(Path.Combine(dataset.Path, image.File))).Select(image => image.File).ToList();
        var answers = await inspector.InspectAsync([.. asked.Select(file => Path.Combine(dataset.Path, file))], cancel);
        var empty = all.Where(image => image.Bytes == 0).Select(image => new ImageInspection(image.File, null, null, "it is empty"));
        return [.. asked.Zip(answers, (file, answer) => answer with { File = file }).Concat(empty).OrderBy(image => image.File, StringComparer.Ordinal)];
    }

    // A folder may be checked before the state folder was ever made.
    private static string Nearest(string path)
    {
        while (!Directory.Exists(path))
            path = Path.GetDirectoryName(path) ?? "/";
        return path;
    }
}
