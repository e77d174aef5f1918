namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Names that can be said in one line of UTF-8, which is how they are told to the trainer.</summary>
internal sealed class FileNamesRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (IsOdd(candidate.Folder.Path))
            yield return Finding.Problem($"The folder's name holds a line break or another control character: {Wording.Printable(candidate.Folder.Path)}. Rename the folder.");
        var odd = candidate.Folder.Images.Select(image => image.File).Concat(candidate.Folder.Masks.Select(mask => mask.File)).Where(IsOdd).ToList();
        if (odd.Count > 0)
            yield return Finding.Problem($"{Wording.Count(odd.Count, "name holds", "names hold")} a line break or another control character: {odd.List()}. Rename the file.");
        var unspeakable = candidate.Folder.Unspeakables;
        if (unspeakable.Count > 0)
            yield return Finding.Problem($"{Wording.Count(unspeakable.Count, "name is", "names are")} not UTF-8, so that nobody can open what has it: {unspeakable.List()}. Rename the file or folder.");
    }

    internal static bool IsOdd(string file) => file.Any(char.IsControl);
}
