namespace EmoVoid.Training.Pretraining.World;

/// <summary>How the captions say an attribute.</summary>
internal static class Wording
{
#pragma warning disable CA1308 // Captions are lower case: these are words, not keys to compare.
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    public static string Stands(Pose pose) => pose switch
    {
        Pose.Standing => "stands",
        Pose.Sitting => "sits",
        _ => "jumps",
    };

    public static string Place(Background background) => background switch
    {
        Background.Meadow => "in a meadow",
        Background.Night => "at night",
        Background.Beach => "on a beach",
        Background.Snow => "in the snow",
        Background.Forest => "in a forest",
        _ => "at sunset",
    };

    /// <summary>Of expression, pose, background and style, in this order.</summary>
    public static string[] Tags(Expression expression, Pose pose, Background background, PictureStyle style) =>
        [Word(expression), Word(pose), Word(background), $"{Word(style)} style"];
}
