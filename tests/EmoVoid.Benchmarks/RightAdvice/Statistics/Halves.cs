using EmoVoid.Benchmarks.RightAdvice.Subjects;
using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Benchmarks.RightAdvice.Statistics;

internal enum StudyHalf { Choose, Report }

/// <summary>Which subjects a rule may be chosen on, and on which it is reported. Of each kind as many, but for one.</summary>
internal static class Halves
{
    /// <returns>One for each kind, in their order; the same for the same seed.</returns>
    public static IReadOnlyList<StudyHalf> Of(IReadOnlyList<SubjectKind> kinds, long seed)
    {
        var halves = new StudyHalf[kinds.Count];
        var first = 0; // goes on through the kinds, so that the halves are equal in all
        foreach (var kind in Enum.GetValues<SubjectKind>())
        {
            int[] ofKind = [.. kinds.Index().Where(one => one.Item == kind).Select(one => one.Index)];
            new Draw(seed, Purpose.StudySplit, (int)kind, 0).Shuffle<int>(ofKind);
            foreach (var subject in ofKind)
                halves[subject] = (StudyHalf)(first++ % 2);
        }

        return halves;
    }
}
