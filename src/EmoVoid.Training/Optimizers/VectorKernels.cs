using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace EmoVoid.Training.Optimizers;

/// <summary>The passes as vector loops over a buffer in the processor's memory, on all cores.</summary>
/// <remarks>
/// They are bound by memory, so what counts is how often the buffer is read: libtorch has no operation that scales, takes a sign and
/// subtracts in one pass. The work is cut into chunks whose size does not depend on the number of cores, and a sum adds up its chunks in
/// their order: the same bits on any number of threads.
/// </remarks>
/// <param name="threads">At most so many; −1 for as many as there are cores.</param>
internal sealed unsafe class VectorKernels(int threads = -1) : IFlatKernels
{
    private const int ChunkLength = 1 << 15; // 128 KiB: three streams of it stay in a core's second-level cache
    private const int BlockLength = 1 << 12; // a float32 lane sums at most 128 numbers before float64 takes over
    private static readonly int Lanes = Vector512<float>.Count;

    private readonly ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads };

    public bool AreFinite(Tensor x)
    {
        var (start, length) = Memory(x);
        return Parallel.For(0, ChunksIn(length), parallel, (chunk, loop) =>
        {
            if (!AreFinite(Chunk(start, length, chunk)))
                loop.Stop();
        }).IsCompleted;
    }

    public double L1Norm(Tensor x)
    {
        var (start, length) = Memory(x);
        var sums = new double[ChunksIn(length)];
        Parallel.For(0, sums.Length, parallel, chunk => sums[chunk] = L1Norm(Chunk(start, length, chunk)));
        return sums.Sum();
    }

    public void ScaleAndDescend(Tensor p, Tensor g, float scale, float pulse)
    {
        var ((pStart, length), (gStart, _)) = (Memory(p), Memory(g));
        Parallel.For(0, ChunksIn(length), parallel, chunk =>
            ScaleAndDescend(Chunk(pStart, length, chunk), Chunk(gStart, length, chunk), scale, pulse));
    }

    private static bool AreFinite(ReadOnlySpan<float> x)
    {
        var exponent = Vector512.Create(0x7f80_0000); // all ones in infinities and NaNs, and nowhere else
        ref var first = ref MemoryMarshal.GetReference(x);
        var i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
            if (Vector512.EqualsAny(Vector512.LoadUnsafe(ref first, (nuint)i).AsInt32() & exponent, exponent))
                return false;
        for (; i < x.Length; i++)
            if (!float.IsFinite(x[i]))
                return false;
        return true;
    }

    private static double L1Norm(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        for (; x.Length > BlockLength; x = x[BlockLength..])
            sum += BlockL1Norm(x[..BlockLength]);
        return sum + BlockL1Norm(x);
    }

    private static double BlockL1Norm(ReadOnlySpan<float> x)
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        var (even, odd) = (Vector512<float>.Zero, Vector512<float>.Zero); // two, so that an addition need not wait for the one before
        var i = 0;
        for (; i <= x.Length - 2 * Lanes; i += 2 * Lanes)
        {
            even += Vector512.Abs(Vector512.LoadUnsafe(ref first, (nuint)i));
            odd += Vector512.Abs(Vector512.LoadUnsafe(ref first, (nuint)(i + Lanes)));
        }

        double sum = Vector512.Sum(even + odd);
        for (; i < x.Length; i++)
            sum += MathF.Abs(x[i]);
        return sum;
    }

    private static void ScaleAndDescend(Span<float> p, ReadOnlySpan<float> g, float scale, float pulse)
    {
        ref var firstP = ref MemoryMarshal.GetReference(p);
        ref var firstG = ref MemoryMarshal.GetReference(g);
        var (scales, pulses) = (Vector512.Create(scale), Vector512.Create(pulse));
        var i = 0;
        for (; i <= p.Length - Lanes; i += Lanes)
        {
            var gradient = Vector512.LoadUnsafe(ref firstG, (nuint)i);
            var move = Vector512.AndNot(Vector512.CopySign(pulses, gradient), Vector512.Equals(gradient, Vector512<float>.Zero)); // pulse·sign(g)
            (Vector512.LoadUnsafe(ref firstP, (nuint)i) * scales - move).StoreUnsafe(ref firstP, (nuint)i);
        }

        for (; i < p.Length; i++)
            p[i] = p[i] * scale - pulse * MathF.Sign(g[i]);
    }

    private static (nint Start, int Length) Memory(Tensor x)
    {
        var bytes = x.bytes;
        return ((nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)), bytes.Length / sizeof(float));
    }

    private static int ChunksIn(int length) => (length + ChunkLength - 1) / ChunkLength;

    private static Span<float> Chunk(nint start, int length, int chunk)
    {
        var first = chunk * ChunkLength;
        return new Span<float>((float*)start + first, Math.Min(ChunkLength, length - first));
    }
}
