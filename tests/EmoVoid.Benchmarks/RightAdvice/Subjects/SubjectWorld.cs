using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>The study's subjects: 17 characters, three styles, and two concepts that hardly differ from what the base draws anyway.</summary>
internal static class SubjectWorld
{
    public const int Characters = 17;

    private const int FewestPictures = 10, MostPictures = 20;

    private static readonly Func<string, int, long, Subject>[] Others =
    [
        (name, pictures, seed) => new StyleSubject(SubjectKind.Style, name, pictures, seed, PictureFilters.Mosaic),
        (name, pictures, seed) => new StyleSubject(SubjectKind.Style, name, pictures, seed, PictureFilters.TwoTone),
        (name, pictures, seed) => new StyleSubject(SubjectKind.Style, name, pictures, seed, PictureFilters.Bands),
        (name, pictures, seed) => new StyleSubject(SubjectKind.Weak, name, pictures, seed, PictureFilters.Warm),
        (name, pictures, seed) => new PatchedBear(name, pictures, seed),
    ];

    /// <summary>The same seed gives the same subjects, to the pixel.</summary>
    public static IReadOnlyList<Subject> Draw(long seed)
    {
        var names = SubjectNames.Draw(seed, Characters + Others.Length);
        var looks = CharacterLooks.Draw(seed, Characters);
        return [.. names.Select((name, i) => Make(name, Pictures(seed, i), SeedOf(seed, i), i < Characters ? looks[i] : null, i - Characters))];
    }

    private static Subject Make(string name, int pictures, long seed, CharacterLook? look, int other) =>
        look is null ? Others[other](name, pictures, seed) : new CharacterSubject(name, pictures, seed, look);

    private static int Pictures(long seed, int subject) =>
        FewestPictures + new Draw(seed, Purpose.StudySubject, 0, subject).Below(0, MostPictures - FewestPictures + 1);

    private static long SeedOf(long seed, int subject) => new Draw(seed, Purpose.StudySubject, 1, subject).Word(0);
}
