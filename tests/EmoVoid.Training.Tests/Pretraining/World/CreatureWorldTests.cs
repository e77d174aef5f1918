using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Training.Tests.Pretraining.World;

public class CreatureWorldTests
{
    private const int Many = 20_000;

    private static readonly Creature[] Trained = [.. Enumerable.Range(0, Many).Select(i => CreatureWorld.Trained(1, i))];

    [Fact]
    public void A_creature_is_a_function_of_seed_and_number()
    {
        Assert.Equal(Trained[17], CreatureWorld.Trained(1, 17));
        Assert.NotEqual(Trained.Take(20), Enumerable.Range(0, 20).Select(i => CreatureWorld.Trained(2, i)));
    }

    [Fact]
    public void What_is_held_out_is_never_trained_on()
    {
        Assert.DoesNotContain(Trained, CreatureWorld.IsHeldOut);
        Assert.All(Enumerable.Range(0, 2000), i => Assert.True(CreatureWorld.IsHeldOut(CreatureWorld.HeldOut(1, i))));
    }

    [Fact]
    public void About_a_tenth_of_the_combinations_is_held_out_whatever_the_rest_of_the_picture()
    {
        var combinations = Combinations().ToList();
        Assert.InRange(combinations.Count(CreatureWorld.IsHeldOut) / (double)combinations.Count, 0.08, 0.12);
        Assert.All(combinations, c => Assert.Equal(
            CreatureWorld.IsHeldOut(c),
            CreatureWorld.IsHeldOut(c with { Expression = Expression.Sad, Pose = Pose.Jumping, Style = PictureStyle.Pastel })));
    }

    [Fact]
    public void Every_pair_of_attribute_values_is_trained_on()
    {
        var seen = Trained.SelectMany(Pairs).ToHashSet();
        int[] values = [6, 8, 5, 3, 3, 6, 3];
        var possible = Enumerable.Range(0, 7).Sum(i => Enumerable.Range(i + 1, 6 - i).Sum(j => values[i] * values[j]));
        Assert.Equal(possible, seen.Count);
    }

    /// <summary>These decide what a base was trained on: if they change, held out is no longer held out.</summary>
    [Fact]
    public void The_creatures_never_change()
    {
        Assert.Equal(139, Combinations().Count(CreatureWorld.IsHeldOut));
        Assert.Equal("yellow fox, crown, sad, sitting, sunset, ink style", CreatureCaptions.Tags(CreatureWorld.Trained(1, 0)));
        Assert.Equal("white rabbit, crown, happy, jumping, sunset, flat style", CreatureCaptions.Tags(CreatureWorld.HeldOut(1, 0)));
    }

    private static IEnumerable<Creature> Combinations() =>
        from species in Enum.GetValues<Species>()
        from colour in Enum.GetValues<Colour>()
        from accessory in Enum.GetValues<Accessory>()
        from background in Enum.GetValues<Background>()
        select new Creature(species, colour, accessory, Expression.Happy, Pose.Standing, background, PictureStyle.Flat);

    private static IEnumerable<(Enum, Enum)> Pairs(Creature c)
    {
        Enum[] values = [c.Species, c.Colour, c.Accessory, c.Expression, c.Pose, c.Background, c.Style];
        return from i in Enumerable.Range(0, values.Length) from j in Enumerable.Range(i + 1, values.Length - i - 1) select (values[i], values[j]);
    }
}
