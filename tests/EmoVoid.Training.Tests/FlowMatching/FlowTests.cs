using EmoVoid.Training.FlowMatching;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.FlowMatching;

public class FlowTests
{
    [Fact]
    public void The_path_begins_at_the_picture_and_ends_at_the_noise_and_the_velocity_leads_from_one_to_the_other()
    {
        using var scope = NewDisposeScope();
        var (x, noise) = (randn(3, 2, 4, 4), randn(3, 2, 4, 4));
        var noisy = Flow.Noisy(x, noise, tensor(new[] { 0f, 1f, 0.25f }));
        Assert.Equal(0f, (noisy[0] - x[0]).abs().max().item<float>());
        Assert.Equal(0f, (noisy[1] - noise[1]).abs().max().item<float>());
        Assert.True((noisy[2] - (x + 0.25 * Flow.Velocity(x, noise))[2]).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void The_loss_is_the_mean_square_in_float32_whatever_the_model_computes_in()
    {
        using var scope = NewDisposeScope();
        var loss = Flow.Loss(full([2, 3], 1.5f, dtype: bfloat16), zeros(2, 3));
        Assert.Equal(ScalarType.Float32, loss.dtype);
        Assert.Equal(2.25f, loss.item<float>());
    }

    [Fact]
    public void A_mask_weighs_each_place_and_the_mean_goes_over_all_of_them()
    {
        using var scope = NewDisposeScope();
        var mask = tensor(new[] { 1f, 0.5f, 0f, 0f }).reshape(1, 1, 1, 4);
        Assert.Equal(4 * 1.5f / 4, Flow.Loss(full([1, 3, 1, 4], 2f), zeros(1, 3, 1, 4), mask).item<float>());
    }

    [Fact]
    public void Draws_depend_on_seed_step_and_place_alone()
    {
        using var scope = NewDisposeScope();
        var (two, one) = (FlowDraws.Noise(7, 3, [2, 4, 3, 5]), FlowDraws.Noise(7, 3, [1, 4, 3, 5]));
        Assert.Equal(0f, (two[0] - one[0]).abs().max().item<float>());
        Assert.True((two[0] - two[1]).abs().max().item<float>() > 0.1);
        Assert.True((two[0] - FlowDraws.Noise(7, 4, [1, 4, 3, 5])[0]).abs().max().item<float>() > 0.1);
        Assert.Equal(FlowDraws.Sigma(7, 3, 2)[1].item<float>(), FlowDraws.Sigma(7, 3, 4)[1].item<float>());
        Assert.Equal(0f, (two[1] - FlowDraws.Noise(7, 3, [1, 4, 3, 5], place: 1)[0]).abs().max().item<float>());
        Assert.Equal(FlowDraws.Sigma(7, 3, 2)[1].item<float>(), FlowDraws.Sigma(7, 3, 1, place: 1)[0].item<float>());
    }

    [Fact]
    public void Noise_is_standard_normal_and_sigma_the_sigmoid_of_it()
    {
        using var scope = NewDisposeScope();
        var noise = FlowDraws.Noise(1, 1, [1, 100_000]);
        Assert.InRange(noise.mean().item<float>(), -0.01, 0.01);
        Assert.InRange(noise.std().item<float>(), 0.99, 1.01);

        var sigma = FlowDraws.Sigma(1, 1, 4000);
        Assert.InRange(sigma.mean().item<float>(), 0.48, 0.52);
        // Half of a normal lies within 0.6745 deviations: sigmoid(±0.6745) = 0.3375 and 0.6625.
        Assert.InRange((sigma.gt(0.3375) & sigma.lt(0.6625)).to(float32).mean().item<float>(), 0.47, 0.53);
    }
}
