using EmoVoid.Benchmarks.RightAdvice.Subjects;
using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

public class SubjectTests
{
    private static readonly IReadOnlyList<Subject> Subjects = SubjectWorld.Draw(14);

    [Fact]
    public void There_are_characters_styles_and_two_weak_concepts_with_ten_to_twenty_pictures_each()
    {
        Assert.Equal([17, 3, 2], Subjects.CountBy(subject => subject.Kind).OrderBy(kind => kind.Key).Select(kind => kind.Value));
        Assert.All(Subjects, subject => Assert.InRange(subject.Pictures, 10, 20));
    }

    [Fact]
    public void Their_names_are_words_that_the_base_has_never_read()
    {
        Assert.Equal(Subjects.Count, Subjects.Select(subject => subject.Name).Distinct().Count());
        Assert.All(Subjects, subject => Assert.DoesNotContain(subject.Name, CreatureCaptions.Words));
        Assert.All(Subjects, subject => Assert.Contains(subject.Name, subject.HeldOut(0).Prompt, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_seed_gives_the_same_pixels()
    {
        var again = SubjectWorld.Draw(14);
        foreach (var i in (int[])[0, 9, 17, 18, 19, 20, 21])
            Assert.Equal(Subjects[i].Trained(3).Draw(0, 32).Pixels, again[i].Trained(3).Draw(0, 32).Pixels);
    }

    [Fact]
    public void No_scene_that_is_held_out_is_trained_on()
    {
        foreach (var subject in Subjects)
        {
            var trained = Enumerable.Range(0, subject.Pictures).Select(i => subject.Trained(i).Prompt).ToHashSet();
            Assert.All(Enumerable.Range(0, Subject.HeldOutPictures), i => Assert.DoesNotContain(subject.HeldOut(i).Prompt, trained));
        }
    }

    [Fact]
    public void Every_caption_names_its_subject() =>
        Assert.All(Subjects, subject => Assert.All(Enumerable.Range(0, subject.Pictures), i => Assert.Contains(subject.Name, subject.Trained(i).Caption, StringComparison.Ordinal)));
}
