namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Captions and sidecar are texts.</summary>
internal sealed class ReadableTextsRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var unreadable = candidate.Folder.UnreadableTexts;
        if (unreadable.Count > 0)
            yield return Finding.Problem($"{Wording.Count(unreadable.Count, "text", "texts")} cannot be read: {unreadable.List()}. Save them as short UTF-8 texts.");
    }
}
