using EmoVoid.Benchmarks.RightAdvice.Study;
using EmoVoid.Testing;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

public class OptionTests
{
    [Fact]
    public void All_mistakes_are_said_at_once()
    {
        var message = Assert.Throws<FormatException>(() => StudyOptions.Parse(["--fast", "--seed", "soon", "--jobs", "0", "--out"])).Message;
        Assert.All((string[])["'--fast' is not an option", "--seed wants", "'soon'", "--jobs wants", "'0'", "--out wants"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_sizes_are_one_too_many() => Assert.Throws<FormatException>(() => StudyOptions.Parse(["--quick", "--smoke"]));

    [Fact]
    public void The_command_says_how_it_is_used_and_leaves_with_2()
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, RightAdviceRun.Run(["--fast"], output, errors));
        Assert.Contains("usage:", errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void Figures_of_no_run_are_refused()
    {
        using var folder = new TemporaryFolder();
        var errors = new StringWriter();
        Assert.Equal(2, RightAdviceRun.Run(["--smoke", "--so-far", "--out", folder["out"]], new StringWriter(), errors));
        Assert.Contains("No run", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_something_else_is_refused_with_2()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.txt"], "");
        Assert.Equal(2, RightAdviceRun.Run(["--smoke", "--out", folder.Path], new StringWriter(), new StringWriter()));
    }
}
