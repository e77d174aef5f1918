namespace EmoVoid.Training.Native;

/// <summary>Tells an exhausted memory from libtorch's other failures, which it says in words only.</summary>
public static class OutOfMemory
{
    /// <summary>Of the CPU's allocator, of CUDA's, and of cuBLAS and cuDNN, which allocate for themselves.</summary>
    private static readonly string[] Words = ["out of memory", "can't allocate memory", "not enough memory", "STATUS_ALLOC_FAILED"];

    public static bool IsMeantBy(Exception e) => Words.Any(words => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase));
}
