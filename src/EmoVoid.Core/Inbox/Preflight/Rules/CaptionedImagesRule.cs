namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Every picture has a caption.</summary>
internal sealed class CaptionedImagesRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var bare = candidate.Folder.Images.Where(image => image.Caption is null).Select(image => image.File).ToList();
        if (bare.Count > 0)
            yield return Finding.Problem(
                $"{Wording.Count(bare.Count, "image has", "images have")} no caption: {bare.List()}. "
                + $"Put a text file of the same name beside each, as {Path.ChangeExtension(Path.GetFileName(bare[0]), ".txt")}.");
    }
}
