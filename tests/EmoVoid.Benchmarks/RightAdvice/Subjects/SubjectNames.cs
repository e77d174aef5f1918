using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>Words that nobody has heard: two syllables each.</summary>
internal static class SubjectNames
{
    private const string Consonants = "bdfgklmnprtvz", Vowels = "aeiou";

    /// <returns>Distinct, and none of them a word of the world.</returns>
    public static IReadOnlyList<string> Draw(long seed, int count)
    {
        var names = new List<string>();
        for (var i = 0; names.Count < count; i++)
            if (Word(new Draw(seed, Purpose.StudyName, 0, i)) is var name && !names.Contains(name) && !CreatureCaptions.Words.Contains(name))
                names.Add(name);
        return names;
    }

    private static string Word(Draw draw) => string.Concat(Enumerable.Range(0, 4).Select(i => i % 2 == 0 ? Consonants[draw.Below(i, Consonants.Length)] : Vowels[draw.Below(i, Vowels.Length)]));
}
