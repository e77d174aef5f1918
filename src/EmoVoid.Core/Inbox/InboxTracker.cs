using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.States;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Inbox;

/// <summary>A folder that has kept still long enough, as it was then.</summary>
internal sealed record SettledFolder(string Name, string Path, FolderSnapshot Snapshot);

/// <summary>Watches folders keep still. It looks only when it is asked to, and takes nothing.</summary>
internal sealed class InboxTracker(StateFolder state, IOptions<InboxOptions> options, TimeProvider time)
{
    private readonly Lock gate = new();
    private Dictionary<string, Tracked> folders = [];
    private List<WaitingFolder> others = [];

    /// <summary>Looks through the whole inbox.</summary>
    /// <returns>Folders that have a sidecar and have settled, in the order in which they did.</returns>
    /// <exception cref="IOException">The inbox is not there or cannot be listed; what was seen last is still what waits.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    internal IReadOnlyList<SettledFolder> Scan()
    {
        var seen = new Dictionary<string, Tracked>(StringComparer.Ordinal);
        var strange = new List<WaitingFolder>();
        // Someone may have taken the whole inbox away.
        var inbox = InboxAccess.IsThere(state) ? Directory.CreateDirectory(state.Inbox) : new DirectoryInfo(state.Inbox);
        foreach (var entry in inbox.EnumerateFileSystemInfos().Where(entry => !IgnoredNames.Contain(entry.Name)))
        {
            if (entry.LinkTarget is not null)
                strange.Add(new WaitingFolder(entry.Name, WaitingState.NotAFolder, "This is a link, and links are not followed. Put the folder itself here."));
            else if (entry is not DirectoryInfo)
                strange.Add(new WaitingFolder(entry.Name, WaitingState.NotAFolder, $"Only folders are taken. Put this file into a folder with an {SidecarSchema.FileName}."));
            else if (Look(entry.Name, entry.FullName) is { } tracked)
                seen[entry.Name] = tracked;
        }

        lock (gate)
            (folders, others) = (seen, strange);
        return [.. seen.Values.Where(IsDue).OrderBy(folder => folder.Since).Select(folder => new SettledFolder(folder.Name, folder.Path, folder.Snapshot!))];
    }

    /// <summary>When the next folder will have settled, if nothing changes; null when none is on its way.</summary>
    internal TimeSpan? NextDue()
    {
        var left = folders.Values.Where(folder => folder.HasSidecar).Select(Left).ToList();
        return left.Count == 0 ? null : TimeSpan.FromTicks(Math.Max(0, left.Min().Ticks));
    }

    /// <summary>Whether a folder is on its way; its files may change deep inside, of which neither events nor a listing of the inbox tell.</summary>
    internal bool IsSettling => folders.Values.Any(folder => folder is { HasSidecar: true, Blocked: null } && Left(folder) > TimeSpan.Zero);

    /// <summary>Leaves a folder alone for a while, and says why.</summary>
    internal void Block(string name, string why) => Mark(name, folder => folder with { Blocked = why, Since = time.GetTimestamp() });

    /// <summary>What waits, by name.</summary>
    internal IReadOnlyList<WaitingFolder> View()
    {
        lock (gate)
            return [.. folders.Values.Select(Describe).Concat(others).OrderBy(folder => folder.Name, StringComparer.Ordinal)];
    }

    private Tracked? Look(string name, string path)
    {
        var before = folders.GetValueOrDefault(name);
        try
        {
            var snapshot = FolderSnapshot.Take(path);
            if (before is not null && snapshot.Equals(before.Snapshot))
                return before;
            return new Tracked(name, path, snapshot, File.Exists(Path.Combine(path, SidecarSchema.FileName)), time.GetTimestamp());
        }
        catch (DirectoryNotFoundException) when (Directory.Exists(path))
        {
            // A folder in it went while it was looked at, so it has not settled.
            return new Tracked(name, path, null, File.Exists(Path.Combine(path, SidecarSchema.FileName)), time.GetTimestamp());
        }
        catch (DirectoryNotFoundException) when (UnspeakableName.MayBe(name))
        {
            return new Tracked(name, path, null, false, time.GetTimestamp(), "Its name is not UTF-8, so it cannot be opened. Rename it.");
        }
        catch (DirectoryNotFoundException)
        {
            // It went while it was looked at: someone thought better of it.
            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return new Tracked(name, path, null, false, time.GetTimestamp(), $"The folder cannot be read: {e.Message}");
        }
    }

    private void Mark(string name, Func<Tracked, Tracked> change)
    {
        lock (gate)
            if (folders.TryGetValue(name, out var folder))
                folders[name] = change(folder);
    }

    private bool IsDue(Tracked folder) => folder.HasSidecar && Left(folder) <= TimeSpan.Zero;

    private TimeSpan Left(Tracked folder) =>
        (folder.Blocked is null ? options.Value.Settle : options.Value.Retry) - time.GetElapsedTime(folder.Since);

    private WaitingFolder Describe(Tracked folder)
    {
        if (folder.Blocked is { } why)
            return new WaitingFolder(folder.Name, WaitingState.Blocked, why);
        if (!folder.HasSidecar)
            return new WaitingFolder(folder.Name, WaitingState.NoSidecar, $"It has no {SidecarSchema.FileName} yet. Put one into it when the folder is ready; an empty one means every default.");
        var left = Left(folder).TotalSeconds;
        return left > 0
            ? new WaitingFolder(folder.Name, WaitingState.Settling, "Its files changed a moment ago.", Math.Round(left, 1))
            : new WaitingFolder(folder.Name, WaitingState.Checking, "Its images, captions and settings are being checked.");
    }

    /// <param name="Snapshot">Null when the folder cannot be read.</param>
    /// <param name="Since">The timestamp of the last change, or of the last failure to take it.</param>
    private sealed record Tracked(string Name, string Path, FolderSnapshot? Snapshot, bool HasSidecar, long Since, string? Blocked = null);
}
