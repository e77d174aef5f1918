using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EmoVoid.Safetensors;

/// <summary>A file that is there whole or not at all, whoever is killed and whenever the power fails.</summary>
/// <remarks>
/// The file's bytes are on the disk before it gets its name, and the name is on the disk before the caller goes on: a rename alone may be
/// lost, and with it, after a power failure, the order of several files.
/// </remarks>
public static partial class DurableFile
{
    private const int ReadOnlyFolder = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC of Linux

    /// <summary>Writes beside the target, flushes to the disk and renames: a reader sees the old file or the whole new one.</summary>
    /// <param name="write">Puts the content on the stream. When it fails, the old file stays and nothing is left beside it.</param>
    /// <exception cref="IOException">The disk is full, or the folder is not there or not writable.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var partial = PartialFile.Beside(path);
        try
        {
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }

        SyncFolderOf(path);
    }

    /// <summary>Makes the names in a file's folder last: what was made, renamed or removed there is so after a power failure too.</summary>
    public static void SyncFolderOf(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var handle = Open(folder, ReadOnlyFolder);
        if (handle < 0)
            throw new IOException($"{folder} cannot be opened: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}", Marshal.GetLastPInvokeError());
        // Some network and FUSE file systems cannot flush a folder and say so; they have nothing better to offer.
        _ = Sync(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
