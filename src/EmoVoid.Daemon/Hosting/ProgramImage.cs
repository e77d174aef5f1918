using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EmoVoid.Daemon.Hosting;

/// <summary>
/// Starts this program anew in the process that it has: the same number, terminal and open output. To be made before the process changes its user,
/// who may not look where the program is.
/// </summary>
internal sealed class ProgramImage(IReadOnlyDictionary<string, string> environment)
{
    private const string OwnArguments = "/proc/self/cmdline";

    private readonly nint[] _arguments = Arguments();
    private readonly nint[] _environment = [.. environment.Select(one => Marshal.StringToCoTaskMemUTF8($"{one.Key}={one.Value}")), 0];

    public string Path { get; } = Environment.ProcessPath!;

    /// <summary>Does not return; what is not written yet is lost.</summary>
    /// <exception cref="Win32Exception">This user may not run it.</exception>
    public void Replace()
    {
        _ = ExecVe(Path, _arguments, _environment);
        throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>As they came, byte for byte: a file's name need not be text.</summary>
    private static nint[] Arguments()
    {
        var bytes = File.ReadAllBytes(OwnArguments);
        var copy = Marshal.AllocCoTaskMem(bytes.Length);
        Marshal.Copy(bytes, 0, copy, bytes.Length);
        var starts = bytes.Index().Where(one => one.Index == 0 || bytes[one.Index - 1] == 0).Select(one => copy + one.Index);
        return [.. starts, 0];
    }

    [DllImport("libc", EntryPoint = "execve", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ExecVe([MarshalAs(UnmanagedType.LPUTF8Str)] string program, nint[] arguments, nint[] environment);
}
