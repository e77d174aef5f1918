using EmoVoid.Training.Models.Layers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Models;

public sealed class TurnedNormTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_the_norm_and_then_the_rotation_with_its_gradient(bool turns)
    {
        using var scope = NewDisposeScope();
        var (gain, rope) = (rand(20) + 0.5, turns ? Rope.OfImage(3, 5, 20, ratio: 4, CPU) : null);
        var (ours, theirs) = (X(float32), X(float32));
        var (y, expected) = (TurnedNorm.Fused(ours, gain, rope), TurnedNorm.Composed(theirs, gain, rope));
        Assert.True(allclose(y, expected, rtol: 0, atol: 1e-5), "forward"); // float32 in another order
        var weight = randn(y.shape);
        (y * weight).sum().backward();
        (expected * weight).sum().backward();
        Assert.True(allclose(ours.grad!, theirs.grad!, rtol: 0, atol: 1e-5), "backward");
    }

    [Fact]
    public void It_gives_back_bfloat16_and_computes_in_float32()
    {
        using var scope = NewDisposeScope();
        var (gain, rope) = (rand(20) + 0.5, Rope.OfImage(3, 5, 20, ratio: 4, CPU));
        var x = X(bfloat16);
        var y = TurnedNorm.Fused(x, gain, rope);
        var weight = randn(y.shape);
        (y.to(float32) * weight).sum().backward();
        var exact = x.detach().to(float32).requires_grad_(true);
        var expected = TurnedNorm.Composed(exact, gain, rope);
        (expected * weight).sum().backward();
        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16), (y.dtype, x.grad!.dtype));
        Assert.True(allclose(y.to(float32), expected, rtol: 1.0 / 256, atol: 1e-5), "forward"); // one rounding to 8 bits
        Assert.True(allclose(x.grad!.to(float32), exact.grad!, rtol: 1.0 / 64, atol: 1e-2), "backward"); // of the gradient that comes in, too
    }

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    public void A_small_one_and_a_large_one_are_the_same(int pictures)
    {
        using var scope = NewDisposeScope();
        var (gain, rope, x) = (rand(20) + 0.5, Rope.OfImage(3, 5, 20, ratio: 4, CPU), X(float32));
        var many = x.detach().repeat(pictures, 1, 1, 1).requires_grad_(true);
        var (y, expected) = (TurnedNorm.Of(many, gain, rope), TurnedNorm.Composed(x, gain, rope));
        y.square().sum().backward();
        expected.square().sum().backward();
        Assert.True(allclose(y[many.shape[0] - 1], expected[1], rtol: 0, atol: 1e-5), "forward");
        Assert.True(allclose(many.grad![many.shape[0] - 1], x.grad![1], rtol: 0, atol: 1e-5), "backward");
    }

    [Fact]
    public void A_gain_that_is_trained_gets_its_gradient()
    {
        using var scope = NewDisposeScope();
        var gain = ones(20).requires_grad_(true);
        TurnedNorm.Of(X(float32), gain, Rope.OfImage(3, 5, 20, ratio: 4, CPU)).square().sum().backward();
        Assert.All(gain.grad!.data<float>(), g => Assert.NotEqual(0, g));
    }

    [Fact]
    public void Without_gradients_it_keeps_nothing_and_is_the_same()
    {
        using var scope = NewDisposeScope();
        var (gain, rope, x) = (rand(20) + 0.5, Rope.OfImage(3, 5, 20, ratio: 4, CPU), X(float32));
        var trained = TurnedNorm.Fused(x, gain, rope);
        using var grad = no_grad();
        var y = TurnedNorm.Fused(x, gain, rope);
        Assert.False(y.requires_grad);
        Assert.True(y.equal(trained.detach()).all().item<bool>());
    }

    /// <summary>(B, L, heads, d): a picture of 3 × 5 patches.</summary>
    private static Tensor X(ScalarType type)
    {
        using var generator = new Generator(5);
        return randn([2, 15, 3, 20], generator: generator).to(type).detach().requires_grad_(true);
    }
}
