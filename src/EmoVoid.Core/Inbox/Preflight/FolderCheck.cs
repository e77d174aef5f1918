using EmoVoid.Contracts.Inspection;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Devices;
using EmoVoid.Core.Models;
using EmoVoid.Core.Scheduling.Hours;
using EmoVoid.Core.Sidecars;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>Runs every rule over a folder. It only reads: nothing in the folder is changed.</summary>
public sealed class FolderCheck(
    IImageInspector inspector, ITrainerDevices devices, ModelCatalog models, StateFolder state, ScheduleClock clock, IOptions<TrainerOptions> trainer,
    IEnumerable<IPreflightRule> rules)
{
    /// <summary>All problems and notes of a folder at once.</summary>
    /// <exception cref="IOException">The folder, or a file in it, went away while it was read.</exception>
    /// <exception cref="TrainerNotFoundException">There is no trainer to look at the pictures with.</exception>
    /// <exception cref="InspectionException">The trainer cannot look at pictures at all.</exception>
    public async Task<PreflightReport> CheckAsync(string folder, CancellationToken cancel = default)
    {
        var dataset = DatasetReader.Read(Path.GetFullPath(folder));
        var candidate = Describe(dataset, await devices.ListAsync(cancel));
        candidate = candidate with
        {
            Inspections = await InspectAsync(dataset, dataset.Images.Select(image => (image.File, image.Bytes)), cancel),
            MaskInspections = candidate.Sidecar.MasksByFolder ? await InspectAsync(dataset, dataset.Masks.Select(mask => (mask.File, mask.Bytes)), cancel) : [],
        };
        var findings = rules.SelectMany(rule => rule.Check(candidate)).ToList();
        return new PreflightReport
        {
            Folder = dataset.Path,
            Name = candidate.Sidecar.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(dataset.Path)),
            Model = candidate.ModelName,
            Problems = [.. findings.Where(finding => finding.IsProblem).Select(finding => finding.Message)],
            Notes = [.. findings.Where(finding => !finding.IsProblem).Select(finding => finding.Message)],
            Settings = candidate.Settings,
            Samples = candidate.Samples,
            Memory = candidate.Sidecar.Memory,
            ModelFiles = candidate.Model?.Files,
            Device = candidate.Device.Device,
            Keep = candidate.Sidecar.Keep,
            Hours = candidate.Sidecar.Window,
            StartAt = candidate.Sidecar.StartAt is { } start ? clock.InstantOf(start) : null,
            Priority = candidate.Sidecar.Priority,
            DeviceAsked = candidate.Sidecar.Device ?? trainer.Value.Device,
            Images = [.. dataset.Images.Select(image => new CaptionedImage(
                image.File, image.Caption ?? "", image.Repeats, candidate.Sidecar.MasksByFolder && image.Masks is [var mask, ..] ? mask : null))],
        };
    }

    private Candidate Describe(DatasetFolder dataset, DeviceInspection there)
    {
        var (sidecar, problems) = SidecarParser.Parse(dataset.Sidecar ?? "");
        var modelName = sidecar.Model ?? models.DefaultName;
        var model = models.Find(modelName);
        var settings = model is null || dataset.Images.Count == 0 ? null : sidecar.Resolve(dataset.Images.Count, model.Resolution);
        return new Candidate
        {
            Folder = dataset,
            Sidecar = sidecar,
            SidecarProblems = problems,
            ModelName = modelName,
            Model = model,
            ModelNames = [.. models.Names],
            Settings = settings,
            Samples = settings is null ? null : sidecar.Samples.Resolve(dataset.Images.Select(image => image.Caption ?? ""), settings, model!.Name == ModelCatalog.BuiltIn),
            ModelVerdict = model is null ? null : ModelCheck.Check(model),
            Device = DeviceChoice.Of(sidecar.Device ?? trainer.Value.Device, there),
            Inspections = [],
            FreeBytes = new DriveInfo(Nearest(state.Root)).AvailableFreeSpace,
        };
    }

    private async Task<IReadOnlyList<ImageInspection>> InspectAsync(DatasetFolder dataset, IEnumerable<(string File, long Bytes)> pictures, CancellationToken cancel)
    {
        var all = pictures.ToList();
        // An empty file is never opened: pipes and devices have that size too. A name with a line break cannot be told to the trainer.
        var asked = all.Where(image => image.Bytes > 0 && !Rules.FileNamesRule.IsOdd(image.File)).Select(image => image.File).ToList();
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
