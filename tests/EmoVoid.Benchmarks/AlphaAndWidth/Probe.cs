using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Models.Dit;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>How far a LoRA has moved a DiT: its velocity at a few noisy pictures, held against that of the base.</summary>
internal sealed class Probe : IDisposable
{
    private const int Pictures = 4;
    private const long Seed = 71;

    private readonly AnimaDit dit;
    private readonly Tensor noisy, sigma, context, wanted, before;

    public Probe(AnimaDit dit, IReadOnlyList<TaughtPicture> pictures)
    {
        this.dit = dit;
        using var scope = NewDisposeScope();
        var x = cat([.. pictures.Take(Pictures).Select(picture => picture.Latent)]);                              // (P, C, h, w)
        var noise = cat([.. Enumerable.Range(0, Pictures).Select(pair => FlowDraws.MeasuredNoise(Seed, pair, pictures[pair].Latent.shape))]);
        sigma = tensor(FlowDraws.MeasuredSigmas(Seed, Pictures, each: 1).Select(level => (float)level).ToArray()).DetachFromDisposeScope();
        context = cat([.. pictures.Take(Pictures).Select(picture => picture.Context)]).DetachFromDisposeScope();   // (P, S, D_c)
        noisy = Flow.Noisy(x, noise, sigma).DetachFromDisposeScope();
        wanted = Flow.Velocity(x, noise).DetachFromDisposeScope();
        before = Velocity().DetachFromDisposeScope();
    }

    /// <summary>‖v − v₀‖ / ‖v₀‖ over all of the pictures, and the loss there.</summary>
    public (double Change, double Loss) Look()
    {
        using var scope = NewDisposeScope();
        var v = Velocity();
        return ((v - before).norm().item<float>() / before.norm().item<float>(), Flow.Loss(v, wanted).item<float>());
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { noisy, sigma, context, wanted, before })
            tensor.Dispose();
    }

    private Tensor Velocity()
    {
        using var noGrad = no_grad();
        return dit.Velocity(noisy, sigma, context);
    }
}
