using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>The scenes of Mochi, without end; number i of a seed is always the same one.</summary>
/// <remarks>
/// A third of all scenes is held out: to every expression, background and style one of the three poses. So whatever two attributes are asked
/// for together has been seen together, but not the whole scene. Backgrounds, expressions and styles take turns as cards of a deck do, so that
/// a few pictures show all of them; the third style is seldom.
/// </remarks>
public static class MochiWorld
{
    /// <summary>The demo's data set is <see cref="Trained"/> of this seed, from 0 on.</summary>
    public const long DemoSeed = 11;

    /// <inheritdoc cref="DemoSeed"/>
    public const int DemoPictures = 14;

    private static readonly PictureStyle[] Styles =
        [PictureStyle.Flat, PictureStyle.Flat, PictureStyle.Flat, PictureStyle.Ink, PictureStyle.Ink, PictureStyle.Ink, PictureStyle.Pastel];

    private enum Deck { Trained, HeldOut }

    private enum Card { Background, Expression, Style, Pose }

    /// <summary>A scene that may be trained on.</summary>
    public static MochiScene Trained(long seed, int index)
    {
        var scene = WithHeldOutPose(seed, Deck.Trained, index);
        var other = 1 + Of(seed, Deck.Trained, Card.Pose, index).Below(0, 2);
        return scene with { Pose = (Pose)(((int)scene.Pose + other) % 3) };
    }

    /// <summary>A scene that is never trained on.</summary>
    public static MochiScene HeldOut(long seed, int index) => WithHeldOutPose(seed, Deck.HeldOut, index);

    public static bool IsHeldOut(MochiScene scene) => scene.Pose == HeldOutPose(scene.Expression, scene.Background, scene.Style);

    private static Pose HeldOutPose(Expression expression, Background background, PictureStyle style) =>
        (Pose)(((int)expression + (int)background + (int)style) % 3);

    private static MochiScene WithHeldOutPose(long seed, Deck deck, int index)
    {
        var background = Next(seed, deck, Card.Background, index, Enum.GetValues<Background>());
        var expression = Next(seed, deck, Card.Expression, index, Enum.GetValues<Expression>());
        var style = Next(seed, deck, Card.Style, index, Styles);
        return new MochiScene(expression, HeldOutPose(expression, background, style), background, style);
    }

    /// <summary>Every card once, in a random order; then again, in another.</summary>
    private static T Next<T>(long seed, Deck deck, Card card, int index, T[] cards)
    {
        T[] shuffled = [.. cards];
        Of(seed, deck, card, index / cards.Length).Shuffle<T>(shuffled);
        return shuffled[index % cards.Length];
    }

    private static Draw Of(long seed, Deck deck, Card card, int round) => new(seed, Purpose.MochiScene, 4 * (int)deck + (int)card, round);
}
