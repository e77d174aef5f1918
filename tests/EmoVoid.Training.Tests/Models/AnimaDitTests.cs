using EmoVoid.Testing;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Models;

public sealed class AnimaDitTests : IDisposable
{
    private const double Bfloat16Tolerance = 0.05; // 8 bits of mantissa through two blocks

    private readonly TemporaryFolder folder = new();
    private readonly AnimaDit dit;

    public AnimaDitTests() => dit = AnimaDit.Load(SmallModels.WriteDit(folder["dit.safetensors"]), Placement.Reference);

    public void Dispose()
    {
        dit.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_batch_is_its_samples_one_by_one()
    {
        using var scope = NewDisposeScope();
        var (x, sigma, context) = (randn(3, 5, 6, 10), rand(3), randn(3, 8, 20));
        var together = dit.Velocity(x, sigma, context);
        for (var b = 0; b < 3; b++)
        {
            var alone = dit.Velocity(x.narrow(0, b, 1), sigma.narrow(0, b, 1), context.narrow(0, b, 1));
            Assert.True((together[b] - alone[0]).abs().max().item<float>() < 1e-4);
        }
    }

    [Fact]
    public void Rows_of_zeros_in_the_context_take_part()
    {
        using var scope = NewDisposeScope();
        var (x, sigma, context) = (randn(1, 5, 4, 4), rand(1), randn(1, 8, 20));
        var padded = cat([context, zeros(1, 8, 20)], 1);
        Assert.True((dit.Velocity(x, sigma, padded) - dit.Velocity(x, sigma, context)).abs().max().item<float>() > 1e-3);
    }

    [Fact]
    public void Bfloat16_stays_near_float32()
    {
        using var half = AnimaDit.Load(folder["dit.safetensors"], new Placement(ScalarType.BFloat16, CPU));
        using var scope = NewDisposeScope();
        var (x, sigma, context) = (randn(1, 5, 8, 8), rand(1), randn(1, 8, 20));
        var (exact, rounded) = (dit.Velocity(x, sigma, context), half.Velocity(x, sigma, context));
        Assert.Equal(ScalarType.Float32, rounded.dtype);
        Assert.InRange(((exact - rounded).norm() / exact.norm()).item<float>(), 1e-6, Bfloat16Tolerance);
    }

    [Fact]
    public void Memory_is_flat_over_training_steps()
    {
        using var lora = LoraNetwork.Attach(dit, rank: 2, alpha: 1, seed: 1);
        long Step(int step)
        {
            using var scope = NewDisposeScope();
            var (x, noise, sigma) = (randn(2, 5, 6, 4), FlowDraws.Noise(1, step, [2, 5, 6, 4]), FlowDraws.Sigma(1, step, 2));
            using var loss = Flow.Loss(dit.Velocity(Flow.Noisy(x, noise, sigma), sigma, randn(2, 8, 20)), Flow.Velocity(x, noise));
            lora.ZeroGradients();
            loss.backward();
            return LiveTensors.OfThisThread;
        }

        var first = Step(1);
        for (var step = 2; step <= 50; step++)
            Assert.Equal(first, Step(step));
    }
}
