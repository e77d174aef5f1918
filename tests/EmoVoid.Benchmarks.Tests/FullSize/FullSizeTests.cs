using EmoVoid.Benchmarks.FullSize;

namespace EmoVoid.Benchmarks.Tests.FullSize;

/// <summary>What <c>tests/fullsize</c> does, with a small model.</summary>
public class FullSizeTests
{
    [Fact]
    public void The_documented_options_train_in_that_mode_and_tell_the_measured_peak_beside_the_estimate()
    {
        using StringWriter output = new(), errors = new();

        var code = FullSizeRun.Run(["--device", "cpu", "--checkpointing", "--swap", "6", "--small", "--dit-only", "--resolution", "64", "--steps", "1"], output, errors);

        Assert.True(code == 0, errors.ToString());
        Assert.Contains("bf16 weights, gradient checkpointing, 6 blocks swapped", output.ToString(), StringComparison.Ordinal);
        Assert.Matches("peak memory.* over the start; estimated ", output.ToString());
    }

    [Fact]
    public void A_wrong_option_is_named_with_the_right_ones()
    {
        using StringWriter output = new(), errors = new();

        Assert.Equal(2, FullSizeRun.Run(["--gpu"], output, errors));
        Assert.Contains("'--gpu' is not an option.", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("--device cpu|cuda", errors.ToString(), StringComparison.Ordinal);
    }
}
