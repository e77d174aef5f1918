using System.IO.Enumeration;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>What an entry of a folder is.</summary>
internal enum EntryKind
{
    File,
    Link,

    /// <summary>A pipe, a socket or a device.</summary>
    Special,

    /// <summary>A file or folder whose name is not UTF-8, and that therefore cannot be opened by it.</summary>
    Unspeakable,
}

/// <summary>Anything in a data set but its folders.</summary>
/// <param name="File">Relative to the data set, with forward slashes.</param>
internal sealed record DatasetEntry(string File, long Length, EntryKind Kind)
{
    /// <summary>All entries at any depth, by name; ignored names and what is below them are not among them, and links are not followed.</summary>
    /// <exception cref="IOException">The folder, or one in it, is not there or cannot be listed.</exception>
    internal static IReadOnlyList<DatasetEntry> In(string folder)
    {
        var found = new FileSystemEnumerable<DatasetEntry>(
            folder,
            (ref FileSystemEntry entry) => Of(folder, ref entry),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => IsFolder(ref entry) && !IgnoredNames.Contain(entry.FileName.ToString()),
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !IsFolder(ref entry) && !IgnoredNames.Contain(entry.FileName.ToString()),
        };
        return [.. found.OrderBy(entry => entry.File, StringComparer.Ordinal)];
    }

    private static DatasetEntry Of(string folder, ref FileSystemEntry entry)
    {
        var path = entry.ToFullPath();
        var length = entry.IsDirectory ? 0 : entry.Length;
        return new DatasetEntry(Path.GetRelativePath(folder, path), length, KindOf(ref entry, path, length));
    }

    private static EntryKind KindOf(ref FileSystemEntry entry, string path, long length) =>
        UnspeakableName.Is(path) ? EntryKind.Unspeakable
        : IsLink(ref entry) ? EntryKind.Link
        // All pipes, sockets and devices have no length, so that only empty files need a second look.
        : length == 0 && !PlainFile.Is(path) ? EntryKind.Special
        : EntryKind.File;

    private static bool IsFolder(ref FileSystemEntry entry) => entry.IsDirectory && !IsLink(ref entry) && !UnspeakableName.Is(entry.ToFullPath());

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
