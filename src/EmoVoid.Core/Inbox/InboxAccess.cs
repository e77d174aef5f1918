using System.Runtime.InteropServices;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Inbox;

/// <summary>Whether the inbox can be used, asked of the system without changing anything there.</summary>
internal static class InboxAccess
{
    /// <summary>Of <c>access(2)</c>: to list a folder, and to rename what lies in it.</summary>
    private const int ReadWriteAndEnter = 4 | 2 | 1;

    /// <summary>A sentence that says what is wrong and the way out; null when all is well.</summary>
    internal static string? ProblemOf(StateFolder state)
    {
        if (!Directory.Exists(state.Inbox))
            return IsThere(state)
                ? $"The inbox {state.Inbox} is no folder any more, and cannot be made again. Take away what has its place, and it will be."
                : $"The state folder {state.Root} is not there, or is empty. Is its disk mounted? The inbox is used again when it is back.";
        if (Access(state.Inbox, ReadWriteAndEnter) == 0)
            return null;
        return $"The inbox {state.Inbox} cannot be read and written by the daemon's user: {Marshal.GetLastPInvokeErrorMessage()}. Folders stay there until it can.";
    }

    /// <summary>Whether the state folder itself is there: on a bare mount point an inbox must not be made, it would vanish under the disk.</summary>
    internal static bool IsThere(StateFolder state) => File.Exists(state.Database);

    [DllImport("libc", EntryPoint = "access", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
