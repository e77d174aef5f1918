using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>As the demo's captions: the name and the scene, and nothing of how it looks.</summary>
internal static class CharacterCaptions
{
    private const double Sentences = 0.3;

    public static string Of(string name, MochiScene scene, long seed, int number) =>
        new Draw(seed, Purpose.StudyCaption, 0, number).Uniform(0) < Sentences ? Sentence(name, scene) : Tags(name, scene);

    public static string Tags(string name, MochiScene scene) => string.Join(", ", [name, .. Wording.Tags(scene.Expression, scene.Pose, scene.Background, scene.Style)]);

    private static string Sentence(string name, MochiScene scene) =>
        $"{name} looks {Wording.Word(scene.Expression)} and {Wording.Stands(scene.Pose)} {Wording.Place(scene.Background)}, drawn in {Wording.Word(scene.Style)} style.";
}
