using EmoVoid.Contracts.Plans;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Dit;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>Loss and gradients of a step: those of its batches, averaged.</summary>
/// <remarks>
/// Each batch counts alike, also a smaller one at the end of its bucket, as in kohya's scripts. With batches of one size the result is that
/// of a single large batch, but for the order of the additions: noise and choices come by the place in the step, not in the batch.
/// </remarks>
internal sealed class TrainingStep(AnimaDit dit, LoraNetwork lora, TrainPlan train, Device device)
{
    private readonly SampleChoice choice = new(train.Seed, train.Batches);

    /// <param name="step">Counted from 1.</param>
    /// <param name="batches">At least one; each of samples of one bucket.</param>
    /// <returns>The mean loss of the batches; the mean gradients are in the LoRA.</returns>
    public double Backward(int step, IReadOnlyList<IReadOnlyList<Sample>> batches)
    {
        lora.ZeroGradients();
        var (sum, place) = (0.0, 0);
        foreach (var samples in batches)
        {
            sum += Backward(step, place, samples, share: 1.0 / batches.Count);
            place += samples.Count;
        }

        return sum / batches.Count;
    }

    /// <summary>The samples of a step whose loss alone is not finite; where none is, it is the gradient of one of them, and all are named.</summary>
    /// <param name="batches">Of a step whose loss or gradients are not finite.</param>
    public IReadOnlyList<Sample> Culprits(int step, IReadOnlyList<IReadOnlyList<Sample>> batches)
    {
        using var noGrad = no_grad();
        List<Sample> all = [.. batches.SelectMany(batch => batch)];
        List<Sample> culprits = [.. all.Where((sample, place) => !float.IsFinite(LossOf(step, place, [sample])))];
        return culprits.Count > 0 ? culprits : all;
    }

    private float LossOf(int step, int place, IReadOnlyList<Sample> samples)
    {
        using var scope = NewDisposeScope();
        return Forward(step, place, samples).item<float>();
    }

    /// <summary>Loss of one batch; its share of the gradients is added to those in the LoRA.</summary>
    private double Backward(int step, int place, IReadOnlyList<Sample> samples, double share)
    {
        using var scope = NewDisposeScope();
        var loss = Forward(step, place, samples);
        BackwardPass.Run(loss * share);
        return loss.item<float>();
    }

    /// <returns>(): mean squared error</returns>
    private Tensor Forward(int step, int place, IReadOnlyList<Sample> samples)
    {
        var shown = samples.Select((sample, i) => choice.Of(sample, step, place + i)).ToList();
        var (x, context, mask) = Batch.Of(shown, device);                                      // (B, C, h, w), (B, 512, D), (B, 1, h, w)
        var noise = FlowDraws.Noise(train.Seed, step, x.shape, place).to(device);              // (B, C, h, w)  ε ~ N(0, 1)
        var sigma = FlowDraws.Sigma(train.Seed, step, samples.Count, place).to(device);        // (B)           σ = sigmoid(N(0, 1))
        return Loss(dit, x, noise, sigma, context, mask);
    }

    /// <summary>How well the DiT, with its LoRA, knows the way back from noise.</summary>
    /// <returns>(): mean squared error</returns>
    internal static Tensor Loss(AnimaDit dit, Tensor x, Tensor noise, Tensor sigma, Tensor context, Tensor? mask)
    {
        var noisy = Flow.Noisy(x, noise, sigma);                                               // (B, C, h, w)  (1 − σ)x + σε
        var velocity = dit.Velocity(noisy, sigma, context);                                    // (B, C, h, w)  ≈ ε − x
        return Flow.Loss(velocity, Flow.Velocity(x, noise), mask);                             // ()            mean squared error
    }
}
