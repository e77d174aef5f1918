using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Benchmarks.RightAdvice.Statistics;
using EmoVoid.Benchmarks.RightAdvice.Subjects;

namespace EmoVoid.Benchmarks.RightAdvice.Study;

/// <summary>The subjects and runs of a study, all from its seed.</summary>
internal sealed class StudyPlan
{
    private readonly Dictionary<string, StudyHalf> halves;

    public StudyPlan(StudySize size, long seed)
    {
        (Size, Seed) = (size, seed);
        Subjects = size.Of(SubjectWorld.Draw(seed));
        halves = Subjects.Zip(Halves.Of([.. Subjects.Select(subject => subject.Kind)], seed)).ToDictionary(one => one.First.Name, one => one.Second);
        Runs = [.. Enumerable.Range(1, size.Seeds).SelectMany(run => Subjects.Select(subject => new RunKey(subject.Name, run)))];
    }

    public StudySize Size { get; }
    public long Seed { get; }
    public IReadOnlyList<Subject> Subjects { get; }

    /// <summary>All subjects with the first seed, then with the next.</summary>
    public IReadOnlyList<RunKey> Runs { get; }

    /// <summary>
    /// The presets of "character", "style" and "light touch", as many times as high as the small base's losses are: nine times, as the demo's is,
    /// which lights from about a third of the guide's steps on; or seven times, which lights at about its 60 steps a picture. A subject has the one with its first seed and
    /// the other with its second; the next subject the other way round.
    /// </summary>
    public double StopLossOf(RunKey run)
    {
        var subject = SubjectOf(run);
        var preset = subject.Kind switch { SubjectKind.Character => 4, SubjectKind.Style => 6, _ => 8 };
        var times = (Subjects.Index().Single(one => one.Item == subject).Index + run.Seed) % 2 == 1 ? 9 : 7;
        return preset * times / 100.0;
    }

    public StudyHalf HalfOf(Subject subject) => halves[subject.Name];

    public Subject SubjectOf(RunKey run) => Subjects.Single(subject => subject.Name == run.Subject);
}
