using System.Runtime.CompilerServices;

namespace EmoVoid.Training.Data.Randomness;

/// <summary>Philox4×32-10: four random words from a key and a counter, with nothing remembered in between.</summary>
/// <remarks>
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011). Distinct counters give independent words,
/// so two draws overlap only when they are the same draw.
/// </remarks>
public static class Philox
{
    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57;
    private const uint W0 = 0x9E3779B9, W1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Four words of 32 bits, in place of a counter of four words.</summary>
    [InlineArray(4)]
    public struct Block
    {
        private uint first;
    }

    public static Block Words(Block counter, ulong key)
    {
        var x = counter;
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++, k0 += W0, k1 += W1)
        {
            var (p0, p1) = ((ulong)M0 * x[0], (ulong)M1 * x[2]);
            (x[0], x[1], x[2], x[3]) = ((uint)(p1 >> 32) ^ x[1] ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x[3] ^ k1, (uint)p0);
        }

        return x;
    }
}
