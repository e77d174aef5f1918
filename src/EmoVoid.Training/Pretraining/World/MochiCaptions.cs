using EmoVoid.Training.Data.Randomness;
using static EmoVoid.Training.Pretraining.World.Wording;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>Captions as one writes them for a character: its name and the scene. How it looks is not said, so that the name takes it up.</summary>
/// <remarks>But for the name, every word is one of <see cref="CreatureCaptions.Words"/>.</remarks>
public static class MochiCaptions
{
    public const string Name = "mochi";

    private const double Sentences = 0.3;

    /// <summary>A caption in a wording drawn for this picture.</summary>
    public static string Of(MochiScene scene, long seed, int index) =>
        new Draw(seed, Purpose.MochiCaption, 0, index).Uniform(0) < Sentences ? Sentence(scene) : Tags(scene);

    public static string Tags(MochiScene scene) => string.Join(", ", [Name, .. Wording.Tags(scene.Expression, scene.Pose, scene.Background, scene.Style)]);

    private static string Sentence(MochiScene scene) =>
        $"{Name} looks {Word(scene.Expression)} and {Stands(scene.Pose)} {Place(scene.Background)}, drawn in {Word(scene.Style)} style.";
}
