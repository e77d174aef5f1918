using EmoVoid.Training.Data.Randomness;
using SkiaSharp;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

internal enum BodyShape { Egg, Block, Drop, Bell, Gourd, Diamond, Cloud, Barrel }

internal enum Crest { Horns, Antennae, Leaf, Comb, RoundEars, Flame, Bobble }

internal enum Mark { Stripes, Dots, Zigzag, Heart, Ring, Cross, Star }

internal enum TailShape { None, Curl, Arrow, Ball }

/// <summary>What a character always looks like.</summary>
/// <param name="Main">Of the body.</param>
/// <param name="Second">Of limbs, tail and mark.</param>
/// <param name="Accent">Of the crest and the cheeks.</param>
internal sealed record CharacterLook(BodyShape Body, Crest Crest, Mark Mark, TailShape Tail, SKColor Main, SKColor Second, SKColor Accent);

internal static class CharacterLooks
{
    /// <summary>None of them a coat of the world's creatures.</summary>
    private static readonly SKColor[] Colours =
    [
        SKColor.Parse("#18B5A4"), SKColor.Parse("#B7E322"), SKColor.Parse("#8A5530"), SKColor.Parse("#8B93A7"), SKColor.Parse("#26346F"), SKColor.Parse("#B7A4F2"),
        SKColor.Parse("#FFB388"), SKColor.Parse("#2B2433"), SKColor.Parse("#7E8428"), SKColor.Parse("#7D1638"), SKColor.Parse("#74D0FF"), SKColor.Parse("#F3E0A8"),
    ];

    /// <summary>Bodies, crests, marks and colours take turns, so that no two are alike.</summary>
    public static IReadOnlyList<CharacterLook> Draw(long seed, int count)
    {
        var (bodies, crests, marks, tails) = (Deck<BodyShape>(seed, 0, count), Deck<Crest>(seed, 1, count), Deck<Mark>(seed, 2, count), Deck<TailShape>(seed, 3, count));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            SKColor[] colours = [.. Colours];
            new Draw(seed, Purpose.StudyLook, 10, i).Shuffle<SKColor>(colours);
            return new CharacterLook(bodies[i], crests[i], marks[i], tails[i], colours[0], colours[1], colours[2]);
        })];
    }

    /// <summary>Every value once, in a random order; then again, in another.</summary>
    private static List<T> Deck<T>(long seed, int deck, int count)
        where T : struct, Enum
    {
        var dealt = new List<T>();
        for (var round = 0; dealt.Count < count; round++)
        {
            T[] values = Enum.GetValues<T>();
            new Draw(seed, Purpose.StudyLook, deck, round).Shuffle<T>(values);
            dealt.AddRange(values);
        }

        return dealt;
    }
}
