namespace EmoVoid.Core.Models.Downloads;

/// <summary>Whether the disks can take what is to come.</summary>
public static class FreeSpace
{
    /// <param name="bytes">What is to come.</param>
    /// <param name="reserve">What must stay free.</param>
    /// <param name="freeAt">Free bytes of the file system of an existing folder; null: the system is asked.</param>
    /// <returns>A sentence; null: there is enough.</returns>
    public static string? Problem(IEnumerable<WantedFile> files, long bytes, long reserve, Func<string, long>? freeAt = null)
    {
        freeAt ??= folder => new DriveInfo(folder).AvailableFreeSpace;
        // One number for all: files of one model seldom lie on several disks, and then asking too much of the small one is the safe side.
        var (folder, free) = files.Select(file => Nearest(file.Target)).Distinct().Select(folder => (folder, freeAt(folder))).MinBy(item => item.Item2);
        return free >= bytes + reserve
            ? null
            : FormattableString.Invariant($"{folder} has {free / 1e9:0.0} GB free; {bytes / 1e9:0.0} GB are to come and {reserve / 1e9:0.0} GB must stay free. Make room, or name a folder on another disk with --to.");
    }

    private static string Nearest(string path)
    {
        while (!Directory.Exists(path))
            path = Path.GetDirectoryName(path) ?? "/";
        return path;
    }
}
