using EmoVoid.Benchmarks.RightAdvice.Statistics;
using EmoVoid.Benchmarks.RightAdvice.Study;
using EmoVoid.Benchmarks.RightAdvice.Subjects;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

public class HalvesTests
{
    private static readonly SubjectKind[] Kinds = [.. SubjectWorld.Draw(14).Select(subject => subject.Kind)];

    [Fact]
    public void Each_kind_is_parted_in_two_and_so_are_all_together()
    {
        var halves = Halves.Of(Kinds, 14);
        foreach (var kind in Kinds.Zip(halves).GroupBy(one => one.First))
            Assert.InRange(kind.Count(one => one.Second == StudyHalf.Choose) - kind.Count(one => one.Second == StudyHalf.Report), -1, 1);
        Assert.Equal(Kinds.Length / 2, halves.Count(half => half == StudyHalf.Choose));
    }

    [Fact]
    public void The_seed_decides()
    {
        Assert.Equal(Halves.Of(Kinds, 14), Halves.Of(Kinds, 14));
        Assert.NotEqual(Halves.Of(Kinds, 14), Halves.Of(Kinds, 15));
    }

    [Fact]
    public void The_pilot_has_looked_at_none_of_the_studys_subjects() =>
        Assert.Empty(new StudyPlan(StudySize.Quick, StudySize.Quick.UsualSeed).Subjects.Select(subject => subject.Name)
            .Intersect(new StudyPlan(StudySize.Full, StudySize.Full.UsualSeed).Subjects.Select(subject => subject.Name)));

    [Fact]
    public void The_published_study_has_these_halves()
    {
        var plan = new StudyPlan(StudySize.Full, StudySize.Full.UsualSeed);
        var choose = plan.Subjects.Where(subject => plan.HalfOf(subject) == StudyHalf.Choose).Select(subject => subject.Name);
        Assert.Equal("zizu zodo pobu ziga nupa tifi bazi poko gaka gopi bele", string.Join(" ", choose));
    }
}
