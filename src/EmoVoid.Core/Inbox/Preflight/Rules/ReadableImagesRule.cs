namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Every picture can be decoded.</summary>
internal sealed class ReadableImagesRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var unreadable = candidate.Inspections.Where(image => image.Problem is not null).Select(image => $"{image.File} ({image.Problem})").ToList();
        if (unreadable.Count > 0)
            yield return Finding.Problem($"{Wording.Count(unreadable.Count, "image", "images")} cannot be read: {unreadable.List()}. Replace or remove what is broken.");
    }
}
