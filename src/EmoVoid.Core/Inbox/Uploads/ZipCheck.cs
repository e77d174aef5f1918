using System.IO.Compression;
using System.Text;

namespace EmoVoid.Core.Inbox.Uploads;

/// <summary>Looks at an archive's list of contents before anything is unpacked. What is not plainly a folder of files is not unpacked at all.</summary>
internal static class ZipCheck
{
    /// <summary>A data set has thousands of files; no one has so many.</summary>
    internal const int MostEntries = 100_000;

    /// <summary>Captions shrink to a fifth, a flat picture to a hundredth. What shrinks further than this, and is large, is made to fill a disk.</summary>
    internal const int MostRatio = 1000;
    private const long RatioCountsFrom = 10_000_000;

    private const int LongestName = 255; // bytes, on Linux's file systems
    private const int TypeMask = 0xF000, Folder = 0x4000, File = 0x8000; // of st_mode

    /// <param name="mostBytes">Unpacked.</param>
    /// <returns>Every problem, a sentence each.</returns>
    public static IReadOnlyList<string> Problems(ZipArchive archive, long mostBytes)
    {
        var problems = new List<string>();
        if (archive.Entries.Count > MostEntries)
            return [$"The archive has {archive.Entries.Count} entries; {MostEntries} are the most."];
        if (archive.Entries.All(IsFolder))
            problems.Add("The archive has no files.");
        if (archive.Entries.Sum(entry => (decimal)entry.Length) is var total && total > mostBytes)
            problems.Add(FormattableString.Invariant($"Unpacked the archive has {total / 1_000_000:0} MB; {mostBytes / 1_000_000} are the most (EmoVoid:Inbox:MaxUploadMegabytes)."));
        problems.AddRange(archive.Entries.SelectMany(entry => Problems(entry)));
        problems.AddRange(Collisions(archive));
        return problems;
    }

    /// <summary>Whether an entry is a folder, by the slash at its end.</summary>
    internal static bool IsFolder(ZipArchiveEntry entry) => entry.FullName.EndsWith('/');

    private static IEnumerable<string> Problems(ZipArchiveEntry entry)
    {
        var name = entry.FullName;
        var parts = name.TrimEnd('/').Split('/');
        if (name.StartsWith('/') || (name.Length > 1 && name[1] == ':'))
            yield return $"'{Shown(name)}' is an absolute path.";
        else if (parts.Contains(".."))
            yield return $"'{Shown(name)}' leads out of the folder.";
        else if (parts.Any(part => part is "" or "."))
            yield return $"'{Shown(name)}' is no path of a file.";
        if (name.Contains('\\'))
            yield return $"'{Shown(name)}' has a backslash; folders are parted by '/'.";
        if (name.Any(char.IsControl))
            yield return $"'{Shown(name)}' has a control character in its name.";
        if (parts.Any(part => Encoding.UTF8.GetByteCount(part) > LongestName))
            yield return $"'{Shown(name)}' has a name of more than {LongestName} bytes.";
        if (((entry.ExternalAttributes >> 16) & TypeMask) is not (0 or Folder or File))
            yield return $"'{Shown(name)}' is a link or a device; only files and folders are unpacked.";
        if (entry.IsEncrypted)
            yield return $"'{Shown(name)}' is encrypted.";
        if (entry.Length > RatioCountsFrom && entry.Length / Math.Max(1, entry.CompressedLength) > MostRatio)
            yield return $"'{Shown(name)}' unpacks to more than {MostRatio} times its size.";
    }

    // A person on another system would see one file where there are two; and a file cannot be a folder as well.
    private static IEnumerable<string> Collisions(ZipArchive archive)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in archive.Entries)
            if (!seen.TryAdd(Key(entry), entry.FullName))
                yield return seen[Key(entry)] == entry.FullName
                    ? $"'{Shown(entry.FullName)}' is in the archive twice."
                    : $"'{Shown(entry.FullName)}' and '{Shown(seen[Key(entry)])}' have the same name.";
        var files = archive.Entries.Where(entry => !IsFolder(entry)).Select(Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in archive.Entries)
            if (Parents(Key(entry)).FirstOrDefault(files.Contains) is { } file)
                yield return $"'{Shown(entry.FullName)}' lies in '{Shown(file)}', which is a file.";
    }

    private static string Key(ZipArchiveEntry entry) => entry.FullName.TrimEnd('/').Normalize();

    private static IEnumerable<string> Parents(string path)
    {
        for (var at = path.IndexOf('/', StringComparison.Ordinal); at >= 0; at = path.IndexOf('/', at + 1))
            yield return path[..at];
    }

    private static string Shown(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));
        return plain.Length <= 80 ? plain : plain[..80] + "…";
    }
}
