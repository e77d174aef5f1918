using System.IO.Compression;
using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Uploads;

/// <summary>Unpacks an archive that <see cref="ZipCheck"/> has nothing against.</summary>
internal static class ZipUnpacker
{
    /// <param name="target">A new folder.</param>
    /// <param name="mostBytes">What an archive says of its own sizes need not be true: more is not written.</param>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    /// <exception cref="UploadRefusedException">It is larger than it says.</exception>
    public static async Task Unpack(ZipArchive archive, string target, long mostBytes, CancellationToken cancel)
    {
        Directory.CreateDirectory(target);
        var top = TopFolder(archive);
        var left = mostBytes;
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.Length > top.Length))
        {
            var path = Path.Combine(target, entry.FullName[top.Length..]);
            if (ZipCheck.IsFolder(entry))
                Directory.CreateDirectory(path);
            else
                left = await Write(entry, path, left, cancel);
        }
    }

    /// <summary>
    /// Most archives hold the folder itself and not its contents. It is left away when the sidecar says which folder is meant: a folder alone may
    /// be one of kohya's, whose name counts.
    /// </summary>
    private static string TopFolder(ZipArchive archive)
    {
        var first = archive.Entries[0].FullName;
        var top = first[..(first.IndexOf('/', StringComparison.Ordinal) + 1)];
        var isMeant = top.Length > 0 && archive.Entries.All(entry => entry.FullName.StartsWith(top, StringComparison.Ordinal))
            && archive.GetEntry(top + SidecarSchema.FileName) is not null;
        return isMeant ? top : "";
    }

    /// <returns>How many bytes may still be written.</returns>
    private static async Task<long> Write(ZipArchiveEntry entry, string path, long left, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var packed = await entry.OpenAsync(cancel);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        try
        {
            return left - await BoundedCopy.Copy(packed, file, left, cancel);
        }
        catch (BoundedCopy.TooLongException)
        {
            throw new UploadRefusedException(RefusalKind.Content, $"'{entry.FullName}' is larger than the archive says.");
        }
    }
}
