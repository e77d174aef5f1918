using System.Runtime.InteropServices;

namespace EmoVoid.Training.Native;

/// <summary>Settings of libtorch's thread pool. OpenMP reads them from the C environment, once, when it is loaded.</summary>
internal static partial class OpenMp
{
    /// <summary>
    /// Idle threads sleep instead of spinning. A spinning thread holds a core that its own partner may be waiting for: as soon as anything
    /// else runs on the machine, a step of a small model takes ten times as long. What the user has set stays.
    /// </summary>
    public static void LetIdleThreadsSleep() => SetEnvironment("OMP_WAIT_POLICY", "passive", overwrite: 0);

    /// <remarks><see cref="Environment.SetEnvironmentVariable(string, string?)"/> changes .NET's own copy, which native code does not see.</remarks>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
