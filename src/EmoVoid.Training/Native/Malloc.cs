using System.Runtime.InteropServices;

namespace EmoVoid.Training.Native;

/// <summary>Settings of the C library's allocator, which libtorch takes the CPU's tensors from.</summary>
/// <remarks>Source: glibc, <c>mallopt(3)</c>.</remarks>
internal static partial class Malloc
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD
    private const int Large = 1 << 20;
    private const int Largest = 32 << 20; // the highest limit that glibc takes
    private const int KeptAtMost = 1 << 30;

    private static bool measuring;

    /// <summary>
    /// For activations, which come and go at every step: what is freed is kept for the next one. Pages that go back to the system come again
    /// as zeros, page fault by page fault, which took four tenths of the time of a small model's step. Not for a large model, where it is about
    /// a tenth: holes between its activations add a third to a half of what is in use, and memory is what it lacks.
    /// </summary>
    public static void KeepWhatIsFreed() => Set(Largest, KeptAtMost);

    /// <summary>
    /// For weights, which stay: every large tensor gets pages of its own, and those of what is freed meanwhile go back. Left alone, the weights
    /// lie scattered among the holes of what came and went, and a fifth of the memory is holes.
    /// </summary>
    public static void GiveLargeTensorsTheirOwnPages() => Set(Large, Large);

    /// <summary>
    /// Tensors of 2 MB and more ask for huge pages, which Linux gives them where it is set to give at all: a page fault for 2 MB instead of 512.
    /// libtorch reads the variable at its first tensor.
    /// </summary>
    /// <remarks>Source: PyTorch, release 2.2, pull request 107697; Linux, "Transparent Hugepage Support".</remarks>
    public static void GiveLargeTensorsHugePages() => CEnvironment.Default("THP_MEM_ALLOC_ENABLE", "1");

    /// <summary>For measuring memory: from now on nothing that is freed is kept, and the other settings do nothing.</summary>
    /// <param name="from">Bytes of the smallest tensor that gets pages of its own.</param>
    public static void KeepNothing(int from)
    {
        Set(from, from);
        measuring = true;
    }

    private static void Set(int mmap, int trim)
    {
        if (measuring)
            return;
        _ = Option(MmapThreshold, mmap);
        _ = Option(TrimThreshold, trim);
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Option(int parameter, int value);
}
