using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EmoVoid.Core.Trainers;

/// <summary>The one signal that .NET 10 cannot send: a polite end.</summary>
internal static class Signals
{
    private const int SIGTERM = 15;

    /// <summary>Sends SIGTERM; a process that is gone already is left in peace.</summary>
    public static void Terminate(Process process)
    {
        if (!process.HasExited)
            _ = Kill(process.Id, SIGTERM);
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
