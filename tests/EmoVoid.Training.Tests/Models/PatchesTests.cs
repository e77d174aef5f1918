using EmoVoid.Training.Models.Dit;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Models;

public class PatchesTests
{
    [Fact]
    public void Patches_go_row_by_row_and_keep_their_channels_together()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 3, 4, 6);
        var patches = Patches.Split(x, 2);
        Assert.Equal([2, 6, 12], patches.shape);
        for (var c = 0; c < 3; c++)
            for (var row = 0; row < 4; row++)
                for (var column = 0; column < 6; column++)
                    Assert.Equal(x[1, c, row, column].item<float>(), patches[1, row / 2 * 3 + column / 2, c * 4 + row % 2 * 2 + column % 2].item<float>());
    }

    [Fact]
    public void What_comes_out_has_its_channels_last_in_each_patch()
    {
        using var scope = NewDisposeScope();
        var tokens = randn(2, 6, 12);
        var picture = Patches.Join(tokens, h: 2, w: 3, p: 2);
        Assert.Equal([2, 3, 4, 6], picture.shape);
        for (var c = 0; c < 3; c++)
            for (var row = 0; row < 4; row++)
                for (var column = 0; column < 6; column++)
                    Assert.Equal(tokens[1, row / 2 * 3 + column / 2, (row % 2 * 2 + column % 2) * 3 + c].item<float>(), picture[1, c, row, column].item<float>());
    }
}
