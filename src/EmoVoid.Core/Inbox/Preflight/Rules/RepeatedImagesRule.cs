namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The same picture twice weighs twice; said, since it is seldom meant so.</summary>
internal sealed class RepeatedImagesRule : IPreflightRule
{
    public bool IsAboutFilesAlone => true;

    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var same = candidate.Repeated.Select(files => string.Join(" = ", files)).ToList();
        if (same.Count > 0)
            yield return Finding.Note($"{Wording.Count(same.Count, "image is", "images are")} there more than once: {same.List()}.");
    }
}
