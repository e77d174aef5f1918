using System.IO.Enumeration;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Inbox;

/// <summary>What one listing of the inbox shows, without a look into its folders but for their sidecars: two that are equal mean that nobody put, took or renamed anything.</summary>
/// <remarks>
/// Cheap enough for every second. It finds what events do not tell: on network drives, where the system's watches are used up, and where
/// the inbox itself was taken away and made again. A folder's time changes with every name in it, so a file that is new there shows too.
/// </remarks>
internal sealed class InboxGlance : IEquatable<InboxGlance>
{
    private readonly DateTime changed;
    private readonly List<Entry> entries;

    private InboxGlance(DateTime changed, List<Entry> entries, string? problem) => (this.changed, this.entries, Problem) = (changed, entries, problem);

    /// <summary>Why the inbox cannot be used; null when it can.</summary>
    internal string? Problem { get; }

    internal static InboxGlance Take(StateFolder state)
    {
        if (InboxAccess.ProblemOf(state) is { } problem)
            return new InboxGlance(default, [], problem);
        try
        {
            var inbox = state.Inbox;
            var changed = Directory.GetLastWriteTimeUtc(inbox);
            var found = new FileSystemEnumerable<Entry>(inbox, (ref FileSystemEntry entry) => Look(ref entry), new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false });
            return new InboxGlance(changed, [.. found.OrderBy(entry => entry.Name, StringComparer.Ordinal)], null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new InboxGlance(default, [], $"The inbox {state.Inbox} cannot be looked through: {e.Message}");
        }
    }

    /// <summary>Whether the inbox is the same folder with the same names in it: of anything else, the system's events ought to have told.</summary>
    internal bool HasSameNames(InboxGlance other) =>
        changed == other.changed && Problem == other.Problem && entries.Select(entry => entry.Name).SequenceEqual(other.entries.Select(entry => entry.Name));

    public bool Equals(InboxGlance? other) => other is not null && HasSameNames(other) && entries.SequenceEqual(other.entries);

    public override bool Equals(object? obj) => Equals(obj as InboxGlance);

    public override int GetHashCode() => entries.Count;

    private static Entry Look(ref FileSystemEntry entry)
    {
        var sidecar = new FileInfo(Path.Combine(entry.ToFullPath(), SidecarSchema.FileName));
        var there = entry.IsDirectory && sidecar.Exists;
        return new Entry(entry.FileName.ToString(), entry.LastWriteTimeUtc, there ? sidecar.LastWriteTimeUtc : default, there ? sidecar.Length : -1);
    }

    private readonly record struct Entry(string Name, DateTimeOffset Changed, DateTime SidecarChanged, long SidecarLength);
}
