using System.Security.Cryptography;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>Pictures of a folder that are the same file, byte for byte.</summary>
internal static class RepeatedImages
{
    /// <returns>The names of each picture that is there more than once.</returns>
    internal static IReadOnlyList<IReadOnlyList<string>> In(DatasetFolder folder) =>
    [
        .. folder.Images
            .Where(image => image.Bytes > 0)
            .GroupBy(image => image.Bytes)
            // Reading is only worth it where the size is the same already.
            .Where(group => group.Count() > 1)
            .SelectMany(group => group.GroupBy(image => Hash(folder, image)).Where(group => group.Key is not null && group.Count() > 1))
            .Select(group => group.Select(image => image.File).ToList()),
    ];

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
