using System.Globalization;
using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Pictures that are held out are there, some are held out where that is asked for, and enough are left to train; who did not ask is told.</summary>
internal sealed class ValidationRule : IPreflightRule
{
    private static readonly string Share = ValidationKeys.Share.Name, Files = ValidationKeys.Files.Name;

    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (candidate.Sidecar.IsForKohya)
            return OfKohya(candidate);
        return candidate.Folder.Images.Count == 0 ? [] : [.. Problems(candidate).Select(Finding.Problem), .. Notes(candidate).Select(Finding.Note)];
    }

    private static IEnumerable<Finding> OfKohya(Candidate candidate)
    {
        if (candidate.Sidecar.ValidationFiles is not null || candidate.Sidecar.ValidationShare > 0)
            yield return Finding.Problem($"[validation] cannot be done with {SidecarSchema.Trainer.Name} = \"{TrainerName.Kohya}\": the scripts measure nothing at the checkpoints. Remove it, or take our own trainer.");
        else if (candidate.Folder.Images.Count >= ValidationKeys.FromImages && candidate.Sidecar.ValidationShare is null)
            yield return Finding.Note("No picture is held out: kohya's scripts measure nothing at the checkpoints. Our own trainer would hold out a tenth, and show whether the LoRA begins to memorize.");
    }

    private static IEnumerable<string> Problems(Candidate candidate)
    {
        var (sidecar, images, heldOut) = (candidate.Sidecar, candidate.Folder.Images.Count, candidate.HeldOut);
        if (heldOut.Unknown.Count > 0)
            yield return $"{Files} names what is no picture of this folder: {heldOut.Unknown.List()}. Write each as it lies in the folder, as \"10_cat/a.png\", or remove it.";
        if (sidecar.ValidationShare is > 0 and var share && heldOut.Files.Count == 0)
            yield return $"{Share} is {Text(share)}, and that of {Wording.Count(images, "picture", "pictures")} {(images == 1 ? "is" : "are")} none to hold out{Copies(candidate)}. Make it larger, name pictures in {Files}, or remove it.";
        if (heldOut.Files.Count > 0 && images - heldOut.Files.Count < HeldOutImages.FewestTrained)
            yield return $"[validation] holds out {heldOut.Files.Count} of {Wording.Count(images, "picture", "pictures")}, which leaves {(images == heldOut.Files.Count ? "none" : "one")} to train. Hold out fewer, add pictures, or remove it.";
    }

    private static string Copies(Candidate candidate) => candidate.Repeated.Count > 0 ? ", since copies of a picture are held out together" : "";

    private static IEnumerable<string> Notes(Candidate candidate)
    {
        var (sidecar, images, heldOut) = (candidate.Sidecar, candidate.Folder.Images.Count, candidate.HeldOut);
        if (heldOut.Files.Count > 0 && sidecar.ValidationFiles is null)
            yield return $"{heldOut.Files.Count} of {images} pictures {(heldOut.Files.Count == 1 ? "is" : "are")} held out and not trained, to see when the LoRA begins to memorize: {heldOut.Files.Order(StringComparer.Ordinal).ToList().List()}.{(sidecar.ValidationShare is null ? $" {Share} = 0 trains all." : "")}";
        if (heldOut.Copies.Count > 0)
            yield return $"{heldOut.Copies.List()} {(heldOut.Copies.Count == 1 ? "is" : "are")} held out too: the same as {Files} names.";
        if (candidate is { Settings: { } train, Validation: { } plan } && ValidationCost.Of(train, plan) is > ValidationCost.Most and var cost)
            yield return $"Measuring the held-out pictures will take about {cost.ToString("P0", CultureInfo.InvariantCulture)} of what the steps take: the run is short for its {ValidationCost.PlannedSaves(train)} measurements.";
    }

    private static string Text(double share) => share.ToString(CultureInfo.InvariantCulture);
}
