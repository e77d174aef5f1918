using System.Runtime.InteropServices;

namespace EmoVoid.Training.Tests.Memory;

/// <summary>Bytes of the process that are in use: without what the garbage collector and the C library's heap could give back, and then do.</summary>
internal static partial class ResidentMemory
{
    public static long InUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _ = Trim(pad: 0);
        return Environment.WorkingSet;
    }

    /// <remarks>Source: glibc, <c>malloc_trim(3)</c>.</remarks>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nint pad);
}
