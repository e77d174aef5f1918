using System.Runtime.InteropServices;

namespace EmoVoid.Core.Executors.Local;

/// <summary>Signals to processes that are not children, and the one that .NET 10 cannot send to a child: a polite end.</summary>
internal static class Signals
{
    private const int SIGTERM = 15, SIGKILL = 9;

    /// <summary>Sends SIGTERM; a process that is gone already is left in peace.</summary>
    public static void Terminate(int process) => _ = Send(process, SIGTERM);

    /// <inheritdoc cref="Terminate"/>
    public static void Kill(int process) => _ = Send(process, SIGKILL);

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int pid, int signal);
}
