using EmoVoid.Contracts.Inspection;
using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Every mask belongs to one picture, can be decoded and has its shape; and masks that lie there are either used or said not to be.</summary>
internal sealed class MasksRule : IPreflightRule
{
    /// <summary>Masks are made at other sizes, and rounding a small one to whole pixels changes its shape by this much.</summary>
    private const double ShapeTolerance = 0.03;

    public IEnumerable<Finding> Check(Candidate candidate) => candidate.Sidecar.MasksByFolder
        ? Problems(candidate).Select(Finding.Problem).Concat(Notes(candidate).Select(Finding.Note))
        : Unused(candidate).Select(Finding.Note);

    private static IEnumerable<string> Problems(Candidate candidate)
    {
        var (folder, key) = (candidate.Folder, SidecarSchema.Mask.Name);
        if (candidate.Sidecar.Mask == "folder" && folder.Masks.Count == 0 && folder.Images.Count > 0)
            yield return $"{key} is \"folder\", but no folder mask/ holds a picture. Put masks of the same names there, or remove {key}.";
        if (folder.LostMasks.Count > 0)
            yield return $"{Wording.Count(folder.LostMasks.Count, "mask has", "masks have")} no image of the same name: {folder.LostMasks.List()}. Add the image, or remove or rename the mask.";

        var doubled = folder.Images.Where(image => image.Masks.Count > 1).Select(image => $"{image.File} ({string.Join(" and ", image.Masks)})").ToList();
        if (doubled.Count > 0)
            yield return $"{Wording.Count(doubled.Count, "image has", "images have")} more than one mask: {doubled.List()}. Remove all but one.";

        var unreadable = candidate.MaskInspections.Where(mask => mask.Problem is not null).Select(mask => $"{mask.File} ({mask.Problem})").ToList();
        if (unreadable.Count > 0)
            yield return $"{Wording.Count(unreadable.Count, "mask", "masks")} cannot be read: {unreadable.List()}. Replace or remove what is broken.";

        var misshapen = Misshapen(candidate).ToList();
        if (misshapen.Count > 0)
            yield return $"{Wording.Count(misshapen.Count, "mask has", "masks have")} another shape than the image: {misshapen.List()}. Make each as wide and high as its image, or smaller in both alike.";
    }

    private static IEnumerable<string> Notes(Candidate candidate)
    {
        var bare = candidate.Folder.Images.Where(image => image.Masks.Count == 0).Select(image => image.File).ToList();
        if (bare.Count == 0 || candidate.Folder.Masks.Count == 0)
            yield break;
        var instead = candidate.Sidecar.MasksByAlpha ? "by its alpha channel, or whole where it has none" : "whole";
        yield return $"{Wording.Count(bare.Count, "image has", "images have")} no mask and will be learned {instead}: {bare.List()}.";
    }

    private static IEnumerable<string> Unused(Candidate candidate)
    {
        if (candidate.Folder.Masks is { Count: > 0 } masks)
            yield return $"{Wording.Count(masks.Count, "image lies", "images lie")} in a folder mask/ and will be neither trained on nor used as a mask: {masks.Select(mask => mask.File).ToList().List()}. "
                + $"For masks, write {SidecarSchema.Mask.Name} = \"folder\"; for pictures to train on, rename the folder.";
    }

    private static IEnumerable<string> Misshapen(Candidate candidate)
    {
        var masks = candidate.MaskInspections.ToDictionary(mask => mask.File);
        var images = candidate.Inspections.ToDictionary(image => image.File);
        foreach (var image in candidate.Folder.Images.Where(image => image.Masks.Count == 1))
            if (masks.TryGetValue(image.Masks[0], out var mask) && images.TryGetValue(image.File, out var picture)
                && Aspect(mask) is { } one && Aspect(picture) is { } other && Math.Abs(one / other - 1) > ShapeTolerance)
                yield return $"{mask.File} ({mask.Width}×{mask.Height} for {picture.Width}×{picture.Height})";
    }

    private static double? Aspect(ImageInspection image) => (double?)image.Width / image.Height;
}
