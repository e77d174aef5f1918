using System.Runtime.InteropServices;

namespace EmoVoid.Training.Tests.Memory;

/// <summary>The C library's heap, which libtorch takes a CPU's tensors from. Resident size says less: it has .NET's heap and all holes in it.</summary>
internal static partial class NativeHeap
{
    /// <summary>Bytes that somebody has asked for and not given back.</summary>
    public static long InUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var info = Info();
        return (long)(info.InHeaps + info.InPagesOfTheirOwn);
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial MallocInfo Info();

    /// <summary>Source: glibc, <c>mallinfo(3)</c>: arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MallocInfo
    {
        private readonly nuint arena, ordblks, smblks, hblks;
        public readonly nuint InPagesOfTheirOwn;
        private readonly nuint usmblks, fsmblks;
        public readonly nuint InHeaps;
        private readonly nuint fordblks, keepcost;
    }
}
