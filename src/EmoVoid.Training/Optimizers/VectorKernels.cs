using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace EmoVoid.Training.Optimizers;

/// <summary>The passes as vector loops over buffers in the processor's memory, on all cores.</summary>
/// <remarks>
/// <para>They are bound by memory, so what counts is how often a buffer is read. The gradient is read once: nothing may move before all of
/// it is known to be finite, so that pass leaves two bits for each number, a sixteenth of what reading it again would cost.</para>
/// <para>The work is cut into chunks whose size does not depend on the number of cores, and a sum adds up its chunks in their order: the
/// same bits on any number of threads.</para>
/// </remarks>
/// <param name="threads">At most so many; −1 for as many as there are cores.</param>
internal sealed unsafe class VectorKernels(int threads = -1) : IFlatKernels
{
    private const int Lanes = 16;            // of a Vector512<float>, which narrower processors split by themselves
    private const int ChunkLength = 1 << 15; // 128 KiB: stays in a core's second-level cache
    private const int BlockLength = 1 << 12; // a float32 lane sums at most 128 numbers before float64 takes over

    /// <summary>Bit i of lane i: finds a lane's "positive" in the lower half of a word of signs.</summary>
    private static readonly Vector512<uint> PositiveBit = Bits(0);

    /// <summary>Bit 16 + i of lane i: finds a lane's "negative" in the upper half.</summary>
    private static readonly Vector512<uint> NegativeBit = Bits(Lanes);

    private readonly ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads };
    private uint[] signs = []; // a word for each 16 numbers

    public bool TakeSigns(Tensor g)
    {
        var (start, length) = Memory(g);
        Array.Resize(ref signs, (length + Lanes - 1) / Lanes);
        return Parallel.For(0, ChunksIn(length), parallel, (chunk, loop) =>
        {
            if (!TakeSigns(Chunk(start, length, chunk), SignsOf(chunk)))
                loop.Stop();
        }).IsCompleted;
    }

    public double L1Norm(Tensor p)
    {
        var (start, length) = Memory(p);
        var sums = new double[ChunksIn(length)];
        Parallel.For(0, sums.Length, parallel, chunk => sums[chunk] = L1Norm(Chunk(start, length, chunk)));
        return sums.Sum();
    }

    public void ScaleAndDescend(Tensor p, float scale, float pulse)
    {
        var (start, length) = Memory(p);
        Parallel.For(0, ChunksIn(length), parallel, chunk => ScaleAndDescend(Chunk(start, length, chunk), SignsOf(chunk), scale, pulse));
    }

    public void Dispose() => signs = [];

    private static bool TakeSigns(ReadOnlySpan<float> g, Span<uint> signs)
    {
        var exponent = Vector512.Create(0x7f80_0000); // all ones in infinities and NaNs, and nowhere else
        for (; g.Length >= Lanes; g = g[Lanes..], signs = signs[1..])
        {
            var values = Vector512.Create(g);
            if (Vector512.EqualsAny(values.AsInt32() & exponent, exponent))
                return false;
            var positive = (uint)Vector512.GreaterThan(values, Vector512<float>.Zero).ExtractMostSignificantBits();
            var negative = (uint)Vector512.LessThan(values, Vector512<float>.Zero).ExtractMostSignificantBits();
            signs[0] = positive | (negative << Lanes);
        }

        return g.IsEmpty || TakeLastSigns(g, out signs[0]);
    }

    private static bool TakeLastSigns(ReadOnlySpan<float> g, out uint signs)
    {
        Span<float> padded = stackalloc float[Lanes];
        padded.Clear();
        g.CopyTo(padded);
        Span<uint> word = stackalloc uint[1];
        var finite = TakeSigns(padded, word);
        signs = word[0];
        return finite;
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

    private static void ScaleAndDescend(Span<float> p, ReadOnlySpan<uint> signs, float scale, float pulse)
    {
        var (scales, forward, back) = (Vector512.Create(scale), Vector512.Create(pulse), Vector512.Create(-pulse));
        for (; p.Length >= Lanes; p = p[Lanes..], signs = signs[1..])
        {
            var word = Vector512.Create(signs[0]);
            var positive = Vector512.Equals(word & PositiveBit, PositiveBit).AsSingle();
            var negative = Vector512.Equals(word & NegativeBit, NegativeBit).AsSingle();
            var move = (positive & forward) | (negative & back); // pulse·sign(g)
            (Vector512.Create<float>(p) * scales - move).CopyTo(p);
        }

        for (var i = 0; i < p.Length; i++)
            p[i] = p[i] * scale - pulse * ((int)(signs[0] >> i & 1) - (int)(signs[0] >> (Lanes + i) & 1));
    }

    private static Vector512<uint> Bits(int first) =>
        Vector512.Create([.. Enumerable.Range(first, Lanes).Select(bit => 1u << bit)]);

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

    private Span<uint> SignsOf(int chunk) => signs.AsSpan(chunk * (ChunkLength / Lanes));
}
