using System.IO.Compression;
using System.Text;
using EmoVoid.Core.States;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Inbox.Uploads;

/// <summary>
/// Makes folders of the inbox out of uploaded archives. All of it happens beside the inbox, and the folder comes into it by one rename: the
/// inbox sees all of it or nothing.
/// </summary>
public sealed class ZipUploads(StateFolder state, IOptions<InboxOptions> options)
{
    private const int LongestName = 200; // bytes; a number and the ending of the reasons' file still fit

    /// <param name="name">The folder's name in the inbox.</param>
    /// <param name="archive">A zip archive, read to its end.</param>
    /// <returns>The folder in the inbox.</returns>
    /// <exception cref="UploadRefusedException">With every problem; nothing of the upload is kept.</exception>
    public async Task<string> TakeAsync(string name, Stream archive, CancellationToken cancel)
    {
        RefuseName(name);
        var place = Directory.CreateDirectory(Path.Combine(state.Uploads, Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            var file = Path.Combine(place, "archive.zip");
            await Receive(archive, file, cancel);
            var folder = Path.Combine(place, "folder");
            await Unpack(file, folder, cancel);
            return MoveIn(folder, name);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>Takes away what a daemon that died left of its uploads; nobody has been told that they arrived.</summary>
    public void Clear()
    {
        foreach (var left in Directory.GetDirectories(state.Uploads))
            Directory.Delete(left, recursive: true);
    }

    private void RefuseName(string name)
    {
        if (name.Trim().Length == 0 || name != Path.GetFileName(name) || IgnoredNames.Contain(name) || name.Any(char.IsControl)
            || Encoding.UTF8.GetByteCount(name) > LongestName)
            throw new UploadRefusedException(
                RefusalKind.Name, $"name is '{name}'; it is the name of a folder, without '/', without a dot at its start, of at most {LongestName} bytes, and not one that the inbox passes over.");
        RefuseTaken(Path.Combine(state.Inbox, name));
    }

    private static void RefuseTaken(string target)
    {
        if (Path.Exists(target))
            throw new UploadRefusedException(RefusalKind.Taken, $"{target} is there already. Choose another name, or wait until it is taken.");
    }

    private async Task Receive(Stream archive, string file, CancellationToken cancel)
    {
        try
        {
            await using var received = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            await BoundedCopy.Copy(archive, received, options.Value.MaxUpload, cancel);
        }
        catch (BoundedCopy.TooLongException)
        {
            throw new UploadRefusedException(
                RefusalKind.TooLarge, FormattableString.Invariant($"The archive has more than {options.Value.MaxUploadMegabytes} MB, the most that is taken (EmoVoid:Inbox:MaxUploadMegabytes)."));
        }
    }

    private async Task Unpack(string file, string folder, CancellationToken cancel)
    {
        try
        {
            await using var archive = await ZipFile.OpenReadAsync(file, cancel);
            var free = new DriveInfo(state.Root).AvailableFreeSpace;
            if (ZipCheck.Problems(archive, options.Value.MaxUpload) is { Count: > 0 } problems)
                throw new UploadRefusedException(RefusalKind.Content, problems);
            if (archive.Entries.Sum(entry => entry.Length) is var bytes && bytes > free)
                throw new UploadRefusedException(RefusalKind.TooLarge, FormattableString.Invariant($"Unpacked the archive has {bytes / 1_000_000} MB; {free / 1_000_000} MB are free where {state.Root} lies."));
            await ZipUnpacker.Unpack(archive, folder, options.Value.MaxUpload, cancel);
        }
        catch (InvalidDataException e)
        {
            throw new UploadRefusedException(RefusalKind.Content, $"This is no whole zip archive: {e.Message}");
        }
    }

    private string MoveIn(string folder, string name)
    {
        var target = Path.Combine(state.Inbox, name);
        RefuseTaken(target); // while this one was received
        Directory.Move(folder, target);
        return target;
    }
}
