using System.Runtime.InteropServices;

namespace EmoVoid.Training.Native;

/// <summary>The environment that native libraries read when they are loaded.</summary>
/// <remarks><see cref="Environment.SetEnvironmentVariable(string, string?)"/> changes .NET's own copy, which native code does not see.</remarks>
internal static partial class CEnvironment
{
    /// <summary>Sets a variable; what the user has set stays.</summary>
    public static void Default(string name, string value) => _ = Set(name, value, overwrite: 0);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
