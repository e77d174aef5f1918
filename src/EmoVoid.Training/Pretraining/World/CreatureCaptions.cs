using EmoVoid.Training.Data.Randomness;
using static EmoVoid.Training.Pretraining.World.Wording;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>What is said of a picture: about half of the captions are lists of tags, half are sentences, all in lower case.</summary>
/// <remarks>
/// Species, colour and accessory are always said, so that a caption without an accessory means none. Of the other four, a list of tags
/// leaves out one or two now and then: a short prompt is a prompt too.
/// </remarks>
public static class CreatureCaptions
{
    private const double TagLists = 0.5, ShortLists = 0.25;

    private static readonly Func<Phrases, string>[] Sentences =
    [
        p => $"a {p.Expression} {p.Colour} {p.Species}{p.With} {p.Stands} {p.Place}, {p.Style} style.",
        p => $"{p.ColouredOne}{p.Wearing} is {p.Standing} {p.Place}. it is {p.Expression}. {p.Style} style.",
        p => $"{p.Place}, a {p.Expression} {p.Colour} {p.Species}{p.With} is {p.Standing}, drawn in {p.Style} style.",
        p => $"{p.StyledOne} picture of a {p.Expression} {p.Colour} {p.Species}{p.With} {p.Standing} {p.Place}.",
        p => $"the {p.Colour} {p.Species}{p.Wearing} looks {p.Expression} and {p.Stands} {p.Place}, drawn in {p.Style} style.",
    ];

    /// <summary>Every word that a caption can hold. Besides words there are only commas, full stops and spaces.</summary>
    public static IReadOnlyList<string> Words { get; } = AllWords();

    /// <summary>The whole list of tags in its plain order, as one would prompt.</summary>
    public static string Tags(Creature c) => string.Join(", ", [FirstTag(c), .. AccessoryTag(c), .. OtherTags(c)]);

    /// <summary>A caption in a wording drawn for this picture.</summary>
    public static string Of(Creature c, long seed, int index)
    {
        var draw = new Draw(seed, Purpose.WorldCaption, 0, index);
        return draw.Uniform(0) < TagLists ? TagList(c, draw) : Sentences[draw.Below(1, Sentences.Length)](new Phrases(c));
    }

    private static string TagList(Creature c, Draw draw)
    {
        var others = OtherTags(c);
        draw.Shuffle<string>(others);
        var leftOut = draw.Uniform(100) < ShortLists ? 1 + draw.Below(101, 2) : 0;

        string[] tags = [.. AccessoryTag(c), .. others[leftOut..]];
        new Draw(draw.Word(102), Purpose.WorldCaption, 1, 0).Shuffle<string>(tags);
        return string.Join(", ", [FirstTag(c), .. tags]);
    }

    private static string FirstTag(Creature c) => $"{Word(c.Colour)} {Word(c.Species)}";

    private static string[] AccessoryTag(Creature c) => c.Accessory == Accessory.None ? [] : [Word(c.Accessory)];

    private static string[] OtherTags(Creature c) => Wording.Tags(c.Expression, c.Pose, c.Background, c.Style);

    private static string[] AllWords()
    {
        // Every value of every attribute once, in all sentences.
        var creatures = Enumerable.Range(0, 8).Select(i => new Creature(
            (Species)(i % 6), (Colour)i, (Accessory)(i % 5), (Expression)(i % 3), (Pose)(i % 3), (Background)(i % 6), (PictureStyle)(i % 3)));
        return [.. creatures
            .SelectMany(c => Sentences.Select(sentence => sentence(new Phrases(c))))
            .SelectMany(text => text.Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries))
            .Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The parts that sentences are made of.</summary>
    private sealed class Phrases(Creature c)
    {
        public string Species => Word(c.Species);
        public string Colour => Word(c.Colour);
        public string Expression => Word(c.Expression);
        public string Style => Word(c.Style);
        public string Standing => Word(c.Pose);
        public string ColouredOne => c.Colour == World.Colour.Orange ? $"an {Colour} {Species}" : $"a {Colour} {Species}";
        public string StyledOne => c.Style == PictureStyle.Ink ? $"an {Style}" : $"a {Style}";
        public string With => Accessory("with");
        public string Wearing => Accessory("wearing");
        public string Stands => Wording.Stands(c.Pose);
        public string Place => Wording.Place(c.Background);

        private string Accessory(string before) => c.Accessory switch
        {
            World.Accessory.None => "",
            World.Accessory.Glasses => $" {before} glasses",
            _ => $" {before} a {Word(c.Accessory)}",
        };
    }
}
