using System.IO.Enumeration;

namespace EmoVoid.Core.Inbox;

/// <summary>Names, kinds, sizes and times of all that is in a folder: two that are equal mean that nothing has changed between them.</summary>
/// <remarks>Names that the data set passes over are in it too: a growing <c>.part</c> file says that the upload goes on. Links are not followed.</remarks>
public sealed class FolderSnapshot : IEquatable<FolderSnapshot>
{
    private readonly List<Entry> entries;

    private FolderSnapshot(List<Entry> entries) => this.entries = entries;

    public int Files => entries.Count(entry => !entry.IsFolder);

    /// <exception cref="IOException">The folder is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder in it cannot be read.</exception>
    public static FolderSnapshot Take(string folder)
    {
        var found = new FileSystemEnumerable<Entry>(
            folder,
            (ref FileSystemEntry entry) => new Entry(entry.ToFullPath(), entry.IsDirectory, entry.IsDirectory ? 0 : entry.Length, entry.LastWriteTimeUtc.UtcTicks),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            // A folder that cannot be named cannot be entered either; that it is there is all that is known of it.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !UnspeakableName.Is(entry.ToFullPath()),
        };
        // The order of a listing is the file system's own and may change without any change of the folder.
        return new FolderSnapshot([.. found.OrderBy(entry => entry.Path, StringComparer.Ordinal)]);
    }

    public bool Equals(FolderSnapshot? other) => other is not null && entries.SequenceEqual(other.entries);

    public override bool Equals(object? obj) => Equals(obj as FolderSnapshot);

    public override int GetHashCode() => entries.Count;

    private readonly record struct Entry(string Path, bool IsFolder, long Length, long Changed);
}
