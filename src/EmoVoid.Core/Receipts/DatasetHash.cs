using System.Security.Cryptography;
using System.Text;
using EmoVoid.Core.Inbox.Preflight;

namespace EmoVoid.Core.Receipts;

/// <summary>The files of a data set, and one hash of them all.</summary>
internal static class DatasetHash
{
    /// <summary>Every file below a folder, by name; links are not followed, and pipes and devices are not read.</summary>
    public static IReadOnlyList<ReceiptFile> FilesOf(string folder) =>
    [
        .. new DirectoryInfo(folder)
            .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(file => PlainFile.Is(file.FullName))
            .Select(file => new ReceiptFile(Path.GetRelativePath(folder, file.FullName), file.Length, HashOf(file.FullName)))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    public static string Of(IEnumerable<ReceiptFile> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Sha256}  {file.Path}\n")))));

    /// <summary>Every file that is missing, changed or new, a sentence each.</summary>
    public static IEnumerable<string> Differences(IReadOnlyList<ReceiptFile> then, IReadOnlyList<ReceiptFile> now)
    {
        var present = now.ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (var file in then)
            if (!present.Remove(file.Path, out var found))
                yield return $"{file.Path} is missing.";
            else if (found.Sha256 != file.Sha256)
                yield return $"{file.Path} is another file than the one that was trained on.";
        foreach (var file in present.Keys)
            yield return $"{file} was not there when it was trained.";
    }

    private static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
