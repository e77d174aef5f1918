using EmoVoid.Benchmarks.RightAdvice.Study;
using EmoVoid.Testing;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

public sealed class SmokeTests : IDisposable
{
    private static readonly string[] Figures = ["checkpoints.csv", "runs.csv", "choices.csv", "table.csv", "confidence.csv", "table.txt"];

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void The_whole_way_with_one_subject_and_a_cut_study_ends_with_the_same_bytes()
    {
        Run();
        var whole = Read();
        Assert.Equal(4, whole["checkpoints.csv"].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length); // the head and three saves
        Assert.DoesNotContain(",,", whole["checkpoints.csv"], StringComparison.Ordinal); // the validation has measured every save
        Assert.True(File.Exists(folder["out", "subjects.png"]) && File.Exists(folder["out", "confidence.png"]) && File.Exists(folder["out", "sheets", "tebu-1.png"]));

        // Cut before its record was written: the judge and the encoded pictures are there, the run is made again.
        File.Delete(Assert.Single(Directory.GetFiles(folder["out", "runs"])));
        Run();
        Assert.Equal(whole, Read());
    }

    public void Dispose() => folder.Dispose();

    private void Run()
    {
        var errors = new StringWriter();
        Assert.True(RightAdviceRun.Run(["--smoke", "--out", folder["out"], "--jobs", "1"], new StringWriter(), errors) == 0, errors.ToString());
    }

    private Dictionary<string, string> Read() => Figures.ToDictionary(name => name, name => File.ReadAllText(folder["out", name]));
}
