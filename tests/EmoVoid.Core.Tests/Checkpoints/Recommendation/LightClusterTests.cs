using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Tests.Checkpoints.Recommendation;

public sealed class LightClusterTests
{
    [Fact]
    public void Without_saves_a_cluster_is_an_unbroken_run() =>
        Assert.Equal(
            [new LightCluster(3, 5, 3, 1), new LightCluster(7, 7, 1, 1)],
            LightCluster.Of([], [7, 4, 3, 5, 3]));

    [Fact]
    public void With_saves_it_goes_on_over_gaps_of_up_to_tau() // 0.2 × 50
    {
        Assert.Equal([new LightCluster(3, 13, 2, 2.0 / 11), new LightCluster(24, 24, 1, 1)], LightCluster.Of([50, 100, 150], [3, 13, 24]));
        Assert.Empty(LightCluster.Of([50], []));
    }
}
