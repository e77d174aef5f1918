using System.Security.Cryptography;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The same picture twice weighs twice; said, since it is seldom meant so.</summary>
internal sealed class RepeatedImagesRule : IPreflightRule
{
    public bool IsAboutFilesAlone => true;

    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var same = candidate.Folder.Images
            .Where(image => image.Bytes > 0)
            .GroupBy(image => image.Bytes)
            // Reading is only worth it where the size is the same already.
            .Where(group => group.Count() > 1)
            .SelectMany(group => group.GroupBy(image => Hash(candidate.Folder, image)).Where(group => group.Key is not null && group.Count() > 1))
            .Select(group => string.Join(" = ", group.Select(image => image.File)))
            .ToList();
        if (same.Count > 0)
            yield return Finding.Note($"{Wording.Count(same.Count, "image is", "images are")} there more than once: {same.List()}.");
    }

    private static string? Hash(DatasetFolder folder, DatasetImage image)
    {
        try
        {
            using var file = PlainFile.Open(Path.Combine(folder.Path, image.File));
            return Convert.ToHexString(SHA256.HashData(file));
        }
        catch (UnauthorizedAccessException)
        {
            // The decoder could not read it either, and that is a problem of another rule.
            return null;
        }
    }
}
