using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Training.Tests.Pretraining.World;

public class CreatureCaptionsTests
{
    private static readonly (Creature Creature, string Caption)[] Captions =
        [.. Enumerable.Range(0, 5000).Select(i => CreatureWorld.Trained(3, i)).Select((c, i) => (c, CreatureCaptions.Of(c, 3, i)))];

    [Fact]
    public void The_words_are_all_that_captions_hold_and_no_more()
    {
        var used = Captions.SelectMany(one => WordsOf(one.Caption)).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(CreatureCaptions.Words, used);
        Assert.InRange(CreatureCaptions.Words.Count, 35, 80);
        Assert.All(CreatureCaptions.Words, word => Assert.Matches("^[a-z]+$", word));
    }

    [Fact]
    public void Colour_species_and_accessory_are_always_said_and_nothing_false_is() =>
        Assert.All(Captions, one =>
        {
            var words = WordsOf(one.Caption).ToList();
            Assert.Contains(one.Creature.Colour.ToString().ToLowerInvariant() + " " + one.Creature.Species.ToString().ToLowerInvariant(), one.Caption);
            Assert.Equal(
                one.Creature.Accessory == Accessory.None ? [] : [one.Creature.Accessory.ToString().ToLowerInvariant()],
                words.Intersect(["hat", "scarf", "glasses", "crown"]));
            Assert.All(words.Intersect(["meadow", "night", "beach", "snow", "forest", "sunset"]), word => Assert.Equal(one.Creature.Background.ToString().ToLowerInvariant(), word));
            Assert.All(words.Intersect(["happy", "sad", "surprised"]), word => Assert.Equal(one.Creature.Expression.ToString().ToLowerInvariant(), word));
        });

    [Fact]
    public void Half_are_lists_of_tags_of_which_a_quarter_leaves_something_out()
    {
        var lists = Captions.Where(one => !one.Caption.EndsWith('.')).ToList();
        Assert.Equal(0.5, lists.Count / (double)Captions.Length, 0.03);         // 4 standard errors
        var shorter = lists.Count(one => one.Caption.Length < CreatureCaptions.Tags(one.Creature).Length);
        Assert.Equal(0.25, shorter / (double)lists.Count, 0.04);
    }

    [Fact]
    public void A_sentence_says_everything() =>
        Assert.All(Captions.Where(one => one.Caption.EndsWith('.')), one =>
            Assert.All(
                new Enum[] { one.Creature.Expression, one.Creature.Background, one.Creature.Style },
                value => Assert.Contains(value.ToString().ToLowerInvariant(), WordsOf(one.Caption))));

    [Fact]
    public void Articles_agree() =>
        Assert.All(Captions, one => Assert.DoesNotMatch(@"\ba [aeiou]|\ban [^aeiou]", one.Caption));

    private static string[] WordsOf(string caption) => caption.Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries);
}
