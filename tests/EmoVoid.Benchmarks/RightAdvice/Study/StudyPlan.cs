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

    public StudyHalf HalfOf(Subject subject) => halves[subject.Name];

    public Subject SubjectOf(RunKey run) => Subjects.Single(subject => subject.Name == run.Subject);
}
