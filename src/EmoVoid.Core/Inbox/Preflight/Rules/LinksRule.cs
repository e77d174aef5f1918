namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>No symbolic links: they can lead out of the folder, and what they show can change after it was checked.</summary>
internal sealed class LinksRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var links = candidate.Folder.Links;
        if (links.Count > 0)
            yield return Finding.Problem($"{Wording.Count(links.Count, "entry is", "entries are")} symbolic links, which are not followed: {links.List()}. Put the files themselves there.");
    }
}
