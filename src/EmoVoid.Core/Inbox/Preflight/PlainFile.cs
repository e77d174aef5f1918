using System.Runtime.InteropServices;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>Tells files from what only looks like one in a listing: reading a pipe or a device may never end, so it is asked before anything is opened.</summary>
internal static class PlainFile
{
    // Of statx(2), whose numbers and layout are the same on every machine, unlike those of stat(2).
    private const int RelativeToWorkingDirectory = -100, NoFollow = 0x100, TypeOnly = 1, ModeAt = 28;
    private const int TypeMask = 0xF000, Regular = 0x8000;

    /// <summary>Whether it is a regular file, and no link, pipe, socket, device or folder.</summary>
    internal static bool Is(string path)
    {
        Span<byte> status = stackalloc byte[256];
        return StatX(RelativeToWorkingDirectory, path, NoFollow, TypeOnly, ref MemoryMarshal.GetReference(status)) == 0
            && (BitConverter.ToUInt16(status[ModeAt..]) & TypeMask) == Regular;
    }

    /// <exception cref="IOException">It is gone, or was replaced by something else.</exception>
    /// <exception cref="UnauthorizedAccessException">The daemon's user may not read it.</exception>
    internal static FileStream Open(string path) => Is(path) ? File.OpenRead(path) : throw new IOException($"{path} is no file any more.");

    [DllImport("libc", EntryPoint = "statx"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte status);
}
