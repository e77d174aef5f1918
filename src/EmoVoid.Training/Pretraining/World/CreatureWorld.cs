using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>The creatures that there are: without end, and number i of a seed is always the same one.</summary>
/// <remarks>
/// About a tenth of the combinations of species, colour, accessory and background is never trained on. Whoever draws those on request
/// has learned the attributes and not the pictures.
/// </remarks>
public static class CreatureWorld
{
    /// <summary>Width and height of a picture in pixels.</summary>
    public const int Side = 128;

    private const double HeldOutShare = 0.1;

    /// <summary>Which combinations are held out is part of the base and the same for every seed.</summary>
    private const long HeldOutSeed = 4;

    private const int Attributes = 7;

    /// <summary>A creature that may be trained on.</summary>
    public static Creature Trained(long seed, int index) => First(new Draw(seed, Purpose.WorldCreature, 0, index), heldOut: false);

    /// <summary>A creature whose combination is never trained on.</summary>
    public static Creature HeldOut(long seed, int index) => First(new Draw(seed, Purpose.WorldCreature, 1, index), heldOut: true);

    public static bool IsHeldOut(Creature c)
    {
        var combination = (((int)c.Species * 8 + (int)c.Colour) * 5 + (int)c.Accessory) * 6 + (int)c.Background;
        return new Draw(HeldOutSeed, Purpose.WorldHeldOut, 0, combination).Uniform(0) < HeldOutShare;
    }

    private static Creature First(Draw draw, bool heldOut)
    {
        for (var first = 0; ; first += Attributes)
        {
            if (Any(draw, first) is var creature && IsHeldOut(creature) == heldOut)
                return creature;
        }
    }

    private static Creature Any(Draw draw, int i) => new(
        draw.Value<Species>(i), draw.Value<Colour>(i + 1), draw.Value<Accessory>(i + 2), draw.Value<Expression>(i + 3),
        draw.Value<Pose>(i + 4), draw.Value<Background>(i + 5), draw.Value<PictureStyle>(i + 6));
}
