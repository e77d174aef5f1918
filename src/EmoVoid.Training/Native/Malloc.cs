using System.Runtime.InteropServices;

namespace EmoVoid.Training.Native;

/// <summary>Settings of the C library's allocator, which libtorch takes the CPU's tensors from.</summary>
internal static partial class Malloc
{
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD of glibc
    private const int Large = 1 << 20;

    /// <summary>
    /// Every large tensor gets pages of its own, which go back when it is freed. Left alone, glibc raises its limit with each one that is
    /// freed, up to 32 MB; the weights then lie scattered among the holes of what came and went, and a fifth of the memory is holes.
    /// </summary>
    /// <param name="from">Bytes of the smallest such tensor. Fresh pages cost time, several times that of filling them: a lower limit slows small models down.</param>
    public static void GiveTensorsTheirOwnPages(int from = Large) => _ = Option(MmapThreshold, from);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Option(int parameter, int value);
}
