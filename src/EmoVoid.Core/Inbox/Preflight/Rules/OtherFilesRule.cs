namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Files that nothing will look at, so that nobody thinks that they were used.</summary>
internal sealed class OtherFilesRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var others = candidate.Folder.Others.Where(file => file != candidate.Sidecar.Network).ToList();
        if (others.Count > 0)
            yield return Finding.Note($"{Wording.Count(others.Count, "file is", "files are")} of a kind that is not used: {others.List()}.");
    }
}
