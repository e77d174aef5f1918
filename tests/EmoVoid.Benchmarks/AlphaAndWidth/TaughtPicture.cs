using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Models.Dit;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>A picture of the demo as a DiT meets it.</summary>
/// <param name="Latent">(1, C, h, w)</param>
/// <param name="Context">(1, S, D_c)</param>
internal sealed record TaughtPicture(Tensor Latent, Tensor Context)
{
    private const int RandomRows = 32;

    /// <summary>With the contexts that the small base reads from the captions.</summary>
    public static IReadOnlyList<TaughtPicture> WithCaptions(IReadOnlyList<Sample> samples) =>
        [.. samples.Select(sample => new TaughtPicture(sample.Latent.unsqueeze(0), Batch.Padded(sample.Contexts[0]).unsqueeze(0)))];

    /// <summary>With a context of its own for each, for a model that has no text encoder.</summary>
    public static IReadOnlyList<TaughtPicture> WithRandomContexts(IReadOnlyList<Sample> samples, long width) =>
        [.. samples.Select(sample => new TaughtPicture(sample.Latent.unsqueeze(0), randn(1, RandomRows, width)))];

    /// <summary>Noise and its level come from seed and step alone: every model meets the same.</summary>
    public Tensor Loss(AnimaDit dit, long seed, int step) =>
        TrainingStep.Loss(dit, Latent, FlowDraws.Noise(seed, step, Latent.shape), FlowDraws.Sigma(seed, step, batch: 1), Context, mask: null);
}
