using EmoVoid.Benchmarks.NanoQuality;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>A character with a body, colours and marks of its own, in the world's sceneries and styles.</summary>
internal sealed class CharacterSubject(string name, int pictures, long seed, CharacterLook look) : Subject(SubjectKind.Character, name, pictures, seed)
{
    private const float Shading = 0.05f;

    public override SubjectScene Trained(int index) => Scene(MochiWorld.Trained(Seed, index), 2 * index);

    public override SubjectScene HeldOut(int index) => Scene(MochiWorld.HeldOut(Seed, index), 2 * index + 1);

    private SubjectScene Scene(MochiScene scene, int number) => new(
        CharacterCaptions.Of(Name, scene, Seed, number), CharacterCaptions.Tags(Name, scene), [.. Trait.All.Take(Trait.Asked).Select(trait => (long)trait.OfMochi(scene))],
        (drawing, side) =>
        {
            var draw = new Draw(Seed, Purpose.StudyJitter, drawing, number);
            return Training.Pretraining.World.Scene.Paint(
                scene.Background, scene.Style, draw, side, brush => new CharacterFigure(brush, look, scene.Pose, draw.Around(3, Shading)).Paint(scene.Expression));
        });
}
