namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>No pipes, sockets or devices: they hold nothing to learn from, and reading one may never end.</summary>
internal sealed class SpecialFilesRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var specials = candidate.Folder.Specials;
        if (specials.Count > 0)
            yield return Finding.Problem($"{Wording.Count(specials.Count, "entry is a pipe, socket or device, and no file", "entries are pipes, sockets or devices, and no files")}: {specials.List()}. Remove what is not a file.");
    }
}
