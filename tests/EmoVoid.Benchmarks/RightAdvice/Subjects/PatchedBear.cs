using EmoVoid.Benchmarks.NanoQuality;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Pretraining.World;
using SkiaSharp;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>A brownish orange bear with a small patch on its belly: the base draws one that is nearly it, without knowing its name.</summary>
internal sealed class PatchedBear(string name, int pictures, long seed) : Subject(SubjectKind.Weak, name, pictures, seed)
{
    private static readonly SKColor Patch = new(0x26, 0x34, 0x6F), Brown = new(0xB0, 0x62, 0x24);

    public override SubjectScene Trained(int index) => Scene(MochiWorld.Trained(Seed, index), 2 * index);

    public override SubjectScene HeldOut(int index) => Scene(MochiWorld.HeldOut(Seed, index), 2 * index + 1);

    private SubjectScene Scene(MochiScene scene, int number)
    {
        // The base must be asked for a bear, or it has nothing to begin with: the name stands before the words that it knows.
        string Bear(string text) => text.Replace(Name, $"{Name} orange bear", StringComparison.Ordinal);
        return new SubjectScene(
            Bear(CharacterCaptions.Of(Name, scene, Seed, number)), Bear(CharacterCaptions.Tags(Name, scene)),
            [.. Trait.All.Take(Trait.Asked).Select(trait => (long)trait.OfMochi(scene))],
            (drawing, side) =>
            {
                var draw = new Draw(Seed, Purpose.StudyJitter, drawing, number);
                return Training.Pretraining.World.Scene.Paint(scene.Background, scene.Style, draw, side, brush => Paint(brush, scene, draw.Around(3, 0.05f)));
            });
    }

    private static void Paint(Brush brush, MochiScene scene, float shade)
    {
        var coat = Coat.Of(Colour.Orange, shade);
        var bear = new Creature(Species.Bear, Colour.Orange, Accessory.None, scene.Expression, scene.Pose, scene.Background, scene.Style);
        Figure.Paint(brush, bear, coat with { Fur = coat.Fur.Mixed(Brown, 0.35f), Body = coat.Body.Mixed(Brown, 0.35f) });
        brush.Spot(0, Stance.Of(scene.Pose).BodyY + 3, 8, 8, Patch);
    }
}
