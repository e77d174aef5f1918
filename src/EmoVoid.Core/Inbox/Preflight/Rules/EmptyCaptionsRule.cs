namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>An empty caption may be meant so: the picture then teaches the LoRA without any word.</summary>
internal sealed class EmptyCaptionsRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var empty = candidate.Folder.Images.Where(image => image.Caption is { Length: 0 }).Select(image => image.File).ToList();
        if (empty.Count > 0)
            yield return Finding.Note($"{Wording.Count(empty.Count, "image has", "images have")} an empty caption: {empty.List()}.");
    }
}
