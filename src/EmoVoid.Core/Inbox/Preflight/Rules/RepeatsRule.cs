namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>A folder named in kohya's way asks for at least one repeat.</summary>
internal sealed class RepeatsRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var folders = candidate.Folder.Images.Where(image => image.Repeats == 0).Select(image => Path.GetDirectoryName(image.File)!).Distinct().ToList();
        if (folders.Count > 0)
            yield return Finding.Problem($"{Wording.Count(folders.Count, "folder asks", "folders ask")} for 0 repeats: {folders.List()}. Begin the name with 1 or more, or take the folder out.");
    }
}
