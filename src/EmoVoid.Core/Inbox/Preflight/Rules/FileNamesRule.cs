namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Names that can be said in one line, which is how they are told to the trainer.</summary>
internal sealed class FileNamesRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var odd = candidate.Folder.Images.Select(image => image.File).Concat(candidate.Folder.Masks.Select(mask => mask.File)).Where(IsOdd).ToList();
        if (odd.Count > 0)
            yield return Finding.Problem($"{Wording.Count(odd.Count, "name holds", "names hold")} a line break or another control character: {odd.List()}. Rename the file.");
    }

    internal static bool IsOdd(string file) => file.Any(char.IsControl);
}
