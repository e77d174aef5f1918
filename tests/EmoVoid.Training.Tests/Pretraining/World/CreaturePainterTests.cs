using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Training.Tests.Pretraining.World;

public class CreaturePainterTests
{
    private static readonly Creature Plain =
        new(Species.Bear, Colour.Blue, Accessory.None, Expression.Happy, Pose.Standing, Background.Meadow, PictureStyle.Flat);

    [Fact]
    public void A_picture_is_a_function_of_creature_seed_and_number_on_any_thread()
    {
        var alone = Enumerable.Range(0, 24).Select(i => Pixels(CreatureWorld.Trained(1, i), i)).ToArray();
        var together = new byte[24][];
        Parallel.For(0, 24, i => together[i] = Pixels(CreatureWorld.Trained(1, i), i));
        Assert.Equal(alone, together);
        Assert.All(alone, pixels => Assert.Equal(CreatureWorld.Side * CreatureWorld.Side * 3, pixels.Length));
    }

    [Fact]
    public void Two_pictures_of_one_creature_are_alike_and_not_the_same()
    {
        var difference = Difference(Pixels(Plain, 0), Pixels(Plain, 1));
        Assert.InRange(difference, 1, 25);
    }

    public static TheoryData<Creature> OneAttributeChanged => [.. Others().SelectMany(others => others)];

    /// <summary>With the same jitter, so that the attribute is all that changes: in levels of 255, over all channels.</summary>
    [Theory]
    [MemberData(nameof(OneAttributeChanged))]
    public void Every_value_of_every_attribute_can_be_seen(Creature other) =>
        Assert.True(Difference(Pixels(Plain, 0), Pixels(other, 0)) > 0.75);

    public static TheoryData<Colour, PictureStyle> Coats =>
        [.. from colour in Enum.GetValues<Colour>() from style in Enum.GetValues<PictureStyle>() select (colour, style)];

    /// <summary>The forehead of a bear without a hat: whatever the style, its colour is nearest to the colour of the same name.</summary>
    [Theory]
    [MemberData(nameof(Coats))]
    public void The_colours_stay_apart_in_every_style(Colour colour, PictureStyle style)
    {
        var shown = Forehead(Plain with { Colour = colour, Style = style }, index: 5);
        var nearest = Enum.GetValues<Colour>().MinBy(other => Distance(shown, Forehead(Plain with { Colour = other, Style = style }, index: 6)));
        Assert.Equal(colour, nearest);
        Assert.All(
            Enum.GetValues<Colour>().Where(other => other != colour),
            other => Assert.True(Distance(shown, Forehead(Plain with { Colour = other, Style = style }, index: 5)) > 40));
    }

    private static IEnumerable<Creature>[] Others() =>
    [
        Enum.GetValues<Species>().Where(v => v != Plain.Species).Select(v => Plain with { Species = v }),
        Enum.GetValues<Colour>().Where(v => v != Plain.Colour).Select(v => Plain with { Colour = v }),
        Enum.GetValues<Accessory>().Where(v => v != Plain.Accessory).Select(v => Plain with { Accessory = v }),
        Enum.GetValues<Expression>().Where(v => v != Plain.Expression).Select(v => Plain with { Expression = v }),
        Enum.GetValues<Pose>().Where(v => v != Plain.Pose).Select(v => Plain with { Pose = v }),
        Enum.GetValues<Background>().Where(v => v != Plain.Background).Select(v => Plain with { Background = v }),
        Enum.GetValues<PictureStyle>().Where(v => v != Plain.Style).Select(v => Plain with { Style = v }),
    ];

    private static byte[] Pixels(Creature c, int index) => CreaturePainter.Paint(c, 1, index).Pixels;

    private static double Difference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    private static byte[] Forehead(Creature c, int index) => Pixels(c, index).AsSpan((44 * CreatureWorld.Side + 64) * 3, 3).ToArray();

    private static double Distance(byte[] a, byte[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());
}
