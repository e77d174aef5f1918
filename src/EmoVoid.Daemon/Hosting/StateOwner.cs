using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EmoVoid.Daemon.Hosting;

/// <summary>
/// Root leaves no file of its own in a state folder that is somebody else's, which the daemon then could not write: before anything is opened it
/// becomes that user, and starts the program anew, so that nothing of root's (memory, sockets, home folder) is taken along.
/// </summary>
internal static class StateOwner
{
    // Root's own, which the other user may not use.
    private static readonly string[] OfRoot = ["TMPDIR", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"];

    /// <summary>
    /// Returns when this process is not root's, or the folder is root's or is not there. Else the same command line starts in this process as the
    /// folder's owner, and this does not return.
    /// </summary>
    /// <exception cref="CannotStartException">This process may not become that user, or that user may not run the program.</exception>
    public static void Become(string stateFolder)
    {
        if (!Environment.IsPrivilegedProcess || FileOwner.Of(stateFolder) is not { User: > 0 } owner)
            return;
        var account = Account.Of(owner);
        var program = new ProgramImage(EnvironmentOf(account, stateFolder));
        RemoveSockets();
        try
        {
            account.Assume();
            program.Replace();
        }
        catch (Win32Exception e)
        {
            throw new CannotStartException(
                $"{stateFolder} belongs to {account.Name}, and root cannot run {program.Path} as that user: {e.Message}. Run this command as {account.Name}");
        }
    }

    private static Dictionary<string, string> EnvironmentOf(Account account, string stateFolder)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(one => !OfRoot.Contains((string)one.Key)).ToDictionary(one => (string)one.Key, one => (string?)one.Value ?? "");
        (environment["HOME"], environment["USER"], environment["LOGNAME"]) = (account.Home, account.Name, account.Name);
        // What root's defaults chose is not what that user's would choose.
        environment[DefaultStateFolder.Variable] = stateFolder;
        return environment;
    }

    // The runtime's sockets for diagnostics are made anew under the same names by the program that follows, and are nobody's else to remove.
    private static void RemoveSockets()
    {
        if (!Directory.Exists(Path.GetTempPath()))
            return;
        foreach (var pattern in new[] { "dotnet-diagnostic", "clr-debug-pipe" })
            foreach (var socket in Directory.EnumerateFiles(Path.GetTempPath(), FormattableString.Invariant($"{pattern}-{Environment.ProcessId}-*")))
                File.Delete(socket);
    }
}

/// <summary>The numbers of whom a file belongs to.</summary>
internal sealed record FileOwner(uint User, uint Group)
{
    // Of statx(2), whose numbers and layout are the same on every machine, unlike those of stat(2).
    private const int RelativeToWorkingDirectory = -100, Follow = 0, UserAndGroup = 0x18, UserAt = 20, GroupAt = 24;

    /// <returns>Null when it is not there.</returns>
    public static FileOwner? Of(string path)
    {
        Span<byte> status = stackalloc byte[256];
        return StatX(RelativeToWorkingDirectory, path, Follow, UserAndGroup, ref MemoryMarshal.GetReference(status)) == 0
            ? new FileOwner(BitConverter.ToUInt32(status[UserAt..]), BitConverter.ToUInt32(status[GroupAt..]))
            : null;
    }

    [DllImport("libc", EntryPoint = "statx"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte status);
}
