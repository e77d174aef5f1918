using EmoVoid.Training.Memory;

namespace EmoVoid.Training.Tests.Memory;

public sealed class PrecisionTests
{
    [Theory]
    [InlineData("6.1")]
    [InlineData("7.5")]
    public void An_older_gpu_is_told_what_to_expect(string computeCapability) =>
        Assert.Contains($"compute capability {computeCapability}, and GPUs multiply in bfloat16 from 8.0 on", Precision.Caveat(Version.Parse(computeCapability)), StringComparison.Ordinal);

    [Theory]
    [InlineData("8.0")]
    [InlineData("8.9")]
    [InlineData("12.0")]
    public void One_that_multiplies_in_bfloat16_is_not(string computeCapability) => Assert.Null(Precision.Caveat(Version.Parse(computeCapability)));
}
