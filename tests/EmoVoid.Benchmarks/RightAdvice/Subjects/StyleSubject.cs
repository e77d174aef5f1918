using EmoVoid.Benchmarks.NanoQuality;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>The world's creatures, drawn in a style that the base does not know.</summary>
internal sealed class StyleSubject(SubjectKind kind, string name, int pictures, long seed, Func<RgbImage, RgbImage> filter) : Subject(kind, name, pictures, seed)
{
    private const double TagLists = 0.7;

    public override SubjectScene Trained(int index) => Scene(CreatureWorld.Trained(Seed, index), 2 * index);

    public override SubjectScene HeldOut(int index) => Scene(CreatureWorld.HeldOut(Seed, index), 2 * index + 1);

    private SubjectScene Scene(Creature any, int number)
    {
        var creature = any with { Style = PictureStyle.Flat };
        var prompt = InStyle(CreatureCaptions.Tags(creature));
        var caption = new Draw(Seed, Purpose.StudyCaption, 1, number).Uniform(0) < TagLists ? prompt : InStyle(CreatureCaptions.Of(creature, Seed, number));
        return new SubjectScene(
            caption, prompt, [.. Trait.All.Take(Trait.Asked).Select(trait => trait.Name == "style" ? Trait.Unknown : (long)trait.OfCreature(creature))],
            (drawing, side) => filter(Draw(creature, drawing, number, side)));
    }

    private RgbImage Draw(Creature creature, int drawing, int number, int side)
    {
        var draw = new Draw(Seed, Purpose.StudyJitter, drawing, number);
        return Training.Pretraining.World.Scene.Paint(
            creature.Background, creature.Style, draw, side, brush => Figure.Paint(brush, creature, Coat.Of(creature.Colour, draw.Around(3, 0.05f))));
    }

    /// <summary>A caption that leaves the style out, as short ones do, gets it at its end.</summary>
    private string InStyle(string caption)
    {
        var (old, own) = ($"{Wording.Word(PictureStyle.Flat)} ", $"{Name} ");
        var named = caption.Replace(old, own, StringComparison.Ordinal);
        return named != caption ? named : $"{caption.TrimEnd('.')}, {Name} style";
    }
}
