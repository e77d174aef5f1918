using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>One thing that a prompt asks for and a picture shows or does not.</summary>
/// <param name="Values">How many there are to tell apart.</param>
/// <param name="OfCreature">The number of its value.</param>
/// <param name="OfMochi">Likewise; <see cref="Unknown"/> where no value of a creature fits Mochi.</param>
internal sealed record Trait(string Name, int Values, Func<Creature, int> OfCreature, Func<MochiScene, int> OfMochi)
{
    /// <summary>Is not learned and not judged.</summary>
    public const int Unknown = -100;

    public static IReadOnlyList<Trait> All { get; } =
    [
        new("species", Count<Species>(), c => (int)c.Species, _ => Unknown),
        new("colour", Count<Colour>(), c => (int)c.Colour, _ => Unknown),
        new("accessory", Count<Accessory>(), c => (int)c.Accessory, _ => Unknown),
        new("expression", Count<Expression>(), c => (int)c.Expression, m => (int)m.Expression),
        new("pose", Count<Pose>(), c => (int)c.Pose, m => (int)m.Pose),
        new("background", Count<Background>(), c => (int)c.Background, m => (int)m.Background),
        new("style", Count<PictureStyle>(), c => (int)c.Style, m => (int)m.Style),
        new("character", 2, _ => 0, _ => 1),
    ];

    /// <summary>All but the last: what the base's prompts ask for.</summary>
    public static int Asked { get; } = All.Count - 1;

    private static int Count<T>()
        where T : struct, Enum => Enum.GetValues<T>().Length;
}
