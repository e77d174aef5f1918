using EmoVoid.Training.Pretraining;
using EmoVoid.Training.Pretraining.World;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Pretraining;

public sealed class HeadWeightsTests
{
    private const int Cells = CreatureWorld.Side / 8;
    private const double Weight = 4;

    /// <summary>A figure is moved by up to half a cell, and the box is not: a chin may fall out of it.</summary>
    private const double MostOfIt = 0.75;

    [Theory]
    [InlineData(Pose.Standing)]
    [InlineData(Pose.Sitting)]
    [InlineData(Pose.Jumping)]
    public void What_changes_with_the_expression_lies_where_errors_count_more(Pose pose)
    {
        using var scope = NewDisposeScope();
        var weights = HeadWeights.Of([pose], Cells, Weight)[0, 0];                     // (h, w)
        var atHead = weights > 1;
        foreach (var species in Enum.GetValues<Species>())
        {
            var creature = new Creature(species, Colour.Green, Accessory.None, Expression.Happy, pose, Background.Meadow, PictureStyle.Flat);
            var change = (Pixels(creature) - Pixels(creature with { Expression = Expression.Sad })).abs().sum([0]); // (H, W)
            var cells = change.reshape(Cells, 8, Cells, 8).sum([1, 3]);              // (h, w)
            var share = (cells * atHead).sum().item<float>() / cells.sum().item<float>();
            Assert.True(share >= MostOfIt, $"{species}: {share}");
        }
    }

    [Fact]
    public void A_head_counts_so_much_more_and_a_picture_as_much_as_before()
    {
        using var scope = NewDisposeScope();
        var weights = HeadWeights.Of([Pose.Standing, Pose.Sitting, Pose.Jumping], Cells, Weight);
        Assert.Equal([3, 1, Cells, Cells], weights.shape);
        foreach (var picture in weights.unbind(0))
        {
            Assert.Equal(1, picture.mean().item<float>(), 1e-5);
            Assert.Equal(Weight, picture.max().item<float>() / picture.min().item<float>(), 1e-5);
        }
    }

    [Fact]
    public void With_a_weight_of_1_every_cell_counts_the_same()
    {
        using var scope = NewDisposeScope();
        Assert.True(HeadWeights.Of([Pose.Jumping], Cells, 1).eq(1).all().item<bool>());
    }

    private static Tensor Pixels(Creature creature) =>
        tensor(CreaturePainter.Paint(creature, seed: 1, index: 0).Pixels).reshape(CreatureWorld.Side, CreatureWorld.Side, 3).permute(2, 0, 1).to(float32); // (3, H, W)
}
