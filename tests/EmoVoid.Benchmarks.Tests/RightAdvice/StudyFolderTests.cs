using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Benchmarks.RightAdvice.Study;
using EmoVoid.Testing;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

public sealed class StudyFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void It_goes_on_with_the_same_study_and_keeps_what_is_done()
    {
        var run = new RunKey("tebu", 1);
        StudyFolder.Open(folder["out"], StudySize.Smoke, 14).Write(run, Records.Run("tebu", [(100, 0.5, 0.4)], lit: [99]));
        var again = StudyFolder.Open(folder["out"], StudySize.Smoke, 14);
        Assert.True(again.Has(run));
        Assert.Equal([99], again.Read(run).Lit);
        Assert.False(again.Has(run with { Seed = 2 }));
    }

    [Fact]
    public void Another_study_is_refused_and_named()
    {
        StudyFolder.Open(folder["out"], StudySize.Smoke, 14);
        var refusal = Assert.Throws<FormatException>(() => StudyFolder.Open(folder["out"], StudySize.Smoke, 15));
        Assert.Contains("\"Seed\": 14", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("\"Seed\": 15", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_left_as_it_is()
    {
        Directory.CreateDirectory(folder["out"]);
        File.WriteAllText(folder["out", "thesis.txt"], "mine");
        Assert.Throws<FormatException>(() => StudyFolder.Open(folder["out"], StudySize.Smoke, 14));
        Assert.Throws<FormatException>(() => StudyFolder.Open(folder["out", "thesis.txt"], StudySize.Smoke, 14));
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(folder["out"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_run_is_taken_by_one_at_a_time()
    {
        var (study, run) = (StudyFolder.Open(folder["out"], StudySize.Smoke, 14), new RunKey("tebu", 1));
        using (study.TryTake(run))
            Assert.Null(study.TryTake(run));
        using var again = study.TryTake(run);
        Assert.NotNull(again);
    }

    public void Dispose() => folder.Dispose();
}
