using EmoVoid.Contracts.Plans;
using EmoVoid.Testing;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Sampling;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Tests.Sampling;

public class TilesTests
{
    [Theory]
    [InlineData(5, new[] { 0 })]
    [InlineData(8, new[] { 0 })]
    [InlineData(9, new[] { 0, 1 })]
    [InlineData(14, new[] { 0, 6 })]
    [InlineData(15, new[] { 0, 6, 7 })]
    public void Tiles_cover_an_axis_and_overlap_at_least_as_much_as_asked(int length, int[] starts)
    {
        var spans = new Tiles(Side: 8, Overlap: 2).Spans(length).ToList();
        Assert.Equal(starts, spans.Select(span => span.Start));
        Assert.Equal(length, spans[^1].Start + spans[^1].Length);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 30)]
    [InlineData(23, 17)]
    public void Tiles_of_a_decoder_that_sees_each_latent_alone_are_the_whole_picture(int h, int w)
    {
        const double rounding = 1e-6;
        using var scope = NewDisposeScope();
        var z = randn(1, 3, h, w);
        Tensor Decode(Tensor latent) => functional.interpolate(latent, scale_factor: [4, 4], mode: InterpolationMode.Nearest);
        var whole = Decode(z);
        var tiled = new Tiles(Side: 8, Overlap: 3).Decode(z, scale: 4, Decode);
        Assert.Equal(whole.shape, tiled.shape);
        Assert.True((tiled - whole).abs().max().item<float>() < rounding);
    }

    [Fact]
    public void Tiles_fade_into_each_other_without_a_seam()
    {
        using var scope = NewDisposeScope();
        var tile = 0;
        // Two tiles of different grey: between them the picture goes from one to the other and never jumps.
        var picture = new Tiles(Side: 8, Overlap: 4).Decode(zeros(1, 1, 8, 12), scale: 8, z => full([1, 3, z.shape[2] * 8, z.shape[3] * 8], tile++));
        var row = picture[0, 0, 0].data<float>().ToArray();
        Assert.Equal((0f, 1f), (row[0], row[^1]));
        Assert.All(row.Zip(row.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 2.0 / (4 * 8)));
    }

    [Fact]
    public void A_vae_in_tiles_gives_nearly_the_picture_it_gives_whole()
    {
        // Random weights and tiles of a quarter of the usual side: what is left is the attention, which in a tile does not see the rest.
        const double nearly = 0.1;
        using var folder = new TemporaryFolder();
        using var vae = QwenImageVae.Load(AnimaNano.EnsureExists(folder.Path).Vae, Placement.Reference);
        using var scope = NewDisposeScope();
        manual_seed(3);
        var z = randn(1, 16, 24, 40);
        var whole = vae.Decode(z);
        double Difference(int overlap) => ((new Tiles(Side: 16, overlap).Decode(z, vae.Sizes.Shrink, vae.Decode) - whole).norm() / whole.norm()).item<float>();
        var (much, little) = (Difference(overlap: 8), Difference(overlap: 1));
        Assert.True(much < nearly && much < little, $"relative difference {much}, with little overlap {little}");
    }

    [Fact]
    public void Tiles_are_used_when_asked_for_or_when_the_whole_would_not_fit()
    {
        var sizes = new VaeSizes(Stem: 96, Levels: [96, 192, 384, 384], BlocksPerLevel: 2, LatentChannels: 16);
        Assert.True(PictureDecoder.InTiles(VaeTiles.Always, sizes, 64, 64, CPU));
        Assert.False(PictureDecoder.InTiles(VaeTiles.Never, sizes, 1 << 20, 1 << 20, CPU));
        Assert.False(PictureDecoder.InTiles(VaeTiles.Auto, sizes, 64, 64, CPU));
        Assert.True(PictureDecoder.InTiles(VaeTiles.Auto, sizes, 1 << 20, 1 << 20, CPU));
    }
}
