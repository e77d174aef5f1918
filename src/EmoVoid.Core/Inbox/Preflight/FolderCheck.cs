using EmoVoid.Contracts.Inspection;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Devices;
using EmoVoid.Core.Models;
using EmoVoid.Core.Sidecars;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>Runs every rule over a folder. It only reads: nothing in the folder is changed.</summary>
public sealed class FolderCheck(
    IImageInspector inspector, ITrainerDevices devices, ModelCatalog models, StateFolder state, IOptions<TrainerOptions> trainer, IEnumerable<IPreflightRule> rules)
{
    /// <summary>All problems and notes of a folder at once.</summary>
    /// <exception cref="IOException">The folder, or a file in it, went away while it was read.</exception>
    /// <exception cref="TrainerNotFoundException">There is no trainer to look at the pictures with.</exception>
    /// <exception cref="InspectionException">The trainer cannot look at pictures at all.</exception>
    public async Task<PreflightReport> CheckAsync(string folder, CancellationToken cancel = default)
    {
        var dataset = DatasetReader.Read(Path.GetFullPath(folder));
        var inspections = await InspectAsync(dataset, cancel);
        var candidate = Describe(dataset, inspections, await devices.ListAsync(cancel));
        var findings = rules.SelectMany(rule => rule.Check(candidate)).ToList();
        return new PreflightReport
        {
            Folder = dataset.Path,
            Name = candidate.Sidecar.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(dataset.Path)),
            Model = candidate.ModelName,
            Problems = [.. findings.Where(finding => finding.IsProblem).Select(finding => finding.Message)],
            Notes = [.. findings.Where(finding => !finding.IsProblem).Select(finding => finding.Message)],
            Settings = candidate.Settings,
            ModelFiles = candidate.Model?.Files,
            Device = candidate.Device.Device,
            Images = [.. dataset.Images.Select(image => new CaptionedImage(image.File, image.Caption ?? "", image.Repeats))],
        };
    }

    private Candidate Describe(DatasetFolder dataset, IReadOnlyList<ImageInspection> inspections, DeviceInspection there)
    {
        var (sidecar, problems) = SidecarParser.Parse(dataset.Sidecar ?? "");
        var modelName = sidecar.Model ?? models.DefaultName;
        var model = models.Find(modelName);
        return new Candidate
        {
            Folder = dataset,
            Sidecar = sidecar,
            SidecarProblems = problems,
            ModelName = modelName,
            Model = model,
            ModelNames = [.. models.Names],
            Settings = model is null || dataset.Images.Count == 0 ? null : sidecar.Resolve(dataset.Images.Count, model.Resolution),
            ModelVerdict = model is null ? null : ModelCheck.Check(model),
            Device = DeviceChoice.Of(sidecar.Device ?? trainer.Value.Device, there),
            Inspections = inspections,
            FreeBytes = new DriveInfo(Nearest(state.Root)).AvailableFreeSpace,
        };
    }

    private async Task<IReadOnlyList<ImageInspection>> InspectAsync(DatasetFolder dataset, CancellationToken cancel)
    {
        // An empty file is never opened: pipes and devices have that size too. A name with a line break cannot be told to the trainer.
        var asked = dataset.Images.Where(image => image.Bytes > 0 && !Rules.FileNamesRule.IsOdd(image.File)).Select(image => image.File).ToList();
        var answers = await inspector.InspectAsync([.. asked.Select(file => Path.Combine(dataset.Path, file))], cancel);
        var empty = dataset.Images.Where(image => image.Bytes == 0).Select(image => new ImageInspection(image.File, null, null, "it is empty"));
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
