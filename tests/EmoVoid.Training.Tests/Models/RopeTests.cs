using EmoVoid.Training.Models.Layers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Models;

public class RopeTests
{
    private const double Tolerance = 1e-6; // float32 rounding of a rotation

    [Fact]
    public void Every_pair_of_elements_turns_by_its_position_times_its_frequency()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 9, 3, 8);
        var turned = Rope.Of(9, 8, theta: 1e4, CPU).Apply(x);
        AssertTurned(x, turned, (position, pair) => position * Math.Pow(1e4, -2.0 * pair / 8));
    }

    [Fact]
    public void A_picture_turns_its_second_third_by_the_row_and_its_last_by_the_column()
    {
        using var scope = NewDisposeScope();
        const int height = 3, width = 5, headDim = 20; // t: 8, h: 6, w: 6
        var x = randn(1, height * width, 2, headDim);
        var turned = Rope.OfImage(height, width, headDim, ratio: 4, CPU).Apply(x);

        var theta = 1e4 * Math.Pow(4, 6.0 / 4.0);
        AssertTurned(x, turned, (position, pair) => pair switch
        {
            < 4 => 0, // a picture is at time 0
            < 7 => position / width * Math.Pow(theta, -2.0 * (pair - 4) / 6),
            _ => position % width * Math.Pow(theta, -2.0 * (pair - 7) / 6),
        });
    }

    private static void AssertTurned(Tensor x, Tensor turned, Func<int, int, double> angle)
    {
        var (d, lengths) = ((int)x.shape[3], x.shape);
        for (var l = 0; l < lengths[1]; l++)
            for (var i = 0; i < d / 2; i++)
                for (var b = 0; b < lengths[0]; b++)
                    for (var h = 0; h < lengths[2]; h++)
                    {
                        var (sin, cos) = Math.SinCos(angle(l, i));
                        var (re, im) = (x[b, l, h, i].item<float>(), x[b, l, h, i + d / 2].item<float>());
                        Assert.Equal(re * cos - im * sin, turned[b, l, h, i].item<float>(), Tolerance);
                        Assert.Equal(re * sin + im * cos, turned[b, l, h, i + d / 2].item<float>(), Tolerance);
                    }
    }
}
