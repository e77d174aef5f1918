using EmoVoid.Benchmarks.Optimizers;

namespace EmoVoid.Benchmarks.Tests.Optimizers;

/// <summary>What <c>EmoVoid.Benchmarks -- optimizer</c> prints.</summary>
public class OptimizerReportTests
{
    [Fact]
    public void Each_way_of_a_step_has_its_times_and_ratios()
    {
        using var output = new StringWriter();

        OptimizerStepReport.Print(output);

        foreach (var way in new[] { "floor: read p, read g, write p", "flat", "flat, norm held", "per tensor, as upstream" })
            Assert.Matches($@"(?m)^{way} +[0-9.]+ ms +[0-9.]+ +[0-9.]+ ms +[0-9.]+$", output.ToString());
    }
}
