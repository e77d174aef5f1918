using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>Choices out of a draw's numbers.</summary>
internal static class Chance
{
    /// <summary>One of 0 … <paramref name="count"/> − 1.</summary>
    public static int Below(this Draw draw, int index, int count) => (int)(((ulong)draw.Word(index) * (ulong)count) >> 32);

    /// <summary>Uniform in −<paramref name="bound"/> … <paramref name="bound"/>.</summary>
    public static float Around(this Draw draw, int index, float bound) => (float)((2 * draw.Uniform(index) - 1) * bound);

    public static T Value<T>(this Draw draw, int index)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[draw.Below(index, values.Length)];
    }
}
