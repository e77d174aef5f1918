using EmoVoid.Training.Models.Dit;
using static TorchSharp.torch;

namespace EmoVoid.Training.Sampling;

/// <summary>The DiT's velocity, led to a prompt and away from a negative one (classifier-free guidance).</summary>
/// <remarks>
/// Source: Ho and Salimans, "Classifier-Free Diffusion Guidance". The two passes come one after the other: as a batch of two they would
/// take twice the memory.
/// </remarks>
/// <param name="prompt">(1, 512, D)</param>
/// <param name="negative">(1, 512, D)</param>
/// <param name="guidance">g; 1 follows the prompt alone, in one pass.</param>
internal sealed class GuidedDit(AnimaDit dit, Tensor prompt, Tensor negative, double guidance)
{
    /// <summary>v₋ + g·(v₊ − v₋)</summary>
    /// <param name="x">(1, C, h, w)</param>
    /// <returns>(1, C, h, w) float32</returns>
    public Tensor Velocity(Tensor x, double sigma)
    {
        using var scope = NewDisposeScope();
        var σ = tensor(new[] { (float)sigma }, device: x.device);     // (1)
        var toward = dit.Velocity(x, σ, prompt);                       // (1, C, h, w)  v₊
        if (guidance == 1)
            return toward.MoveToOuterDisposeScope();
        var away = dit.Velocity(x, σ, negative);                       // (1, C, h, w)  v₋
        return lerp(away, toward, guidance).MoveToOuterDisposeScope(); // (1, C, h, w)
    }
}
