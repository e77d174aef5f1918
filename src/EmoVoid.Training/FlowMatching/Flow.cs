using static TorchSharp.torch;

namespace EmoVoid.Training.FlowMatching;

/// <summary>The straight path from a picture to noise, and the velocity along it.</summary>
/// <remarks>Source: Liu et al., "Flow Straight and Fast"; Esser et al., "Scaling Rectified Flow Transformers", section 3.</remarks>
public static class Flow
{
    /// <summary>x_σ = (1 − σ)·x + σ·ε</summary>
    /// <param name="x">(B, C, H, W): latents</param>
    /// <param name="noise">ε: (B, C, H, W)</param>
    /// <param name="sigma">σ: (B), 0..1</param>
    public static Tensor Noisy(Tensor x, Tensor noise, Tensor sigma)
    {
        using var scope = NewDisposeScope();
        var s = sigma.reshape(-1, 1, 1, 1);                                            // (B, 1, 1, 1)
        return ((1 - s) * x + s * noise).MoveToOuterDisposeScope();
    }

    /// <summary>v = ε − x: what the model is to predict, the same at every σ.</summary>
    public static Tensor Velocity(Tensor x, Tensor noise) => noise - x;

    /// <summary>mean (v̂ − v)² over all numbers of the batch, in float32.</summary>
    /// <param name="mask">m: (B, 1, H, W) float32, 0..1, then the mean of m·(v̂ − v)²; null: 1 everywhere</param>
    /// <returns>() float32</returns>
    /// <remarks>
    /// As in kohya's scripts the mean goes over masked places too: they count as learned perfectly, and a picture that is half masked weighs
    /// half. So masked runs have lower losses, and one stop loss lights sooner on them.
    /// Source: kohya-ss/sd-scripts <c>custom_train_functions.py</c>, <c>apply_masked_loss</c>.
    /// </remarks>
    public static Tensor Loss(Tensor predicted, Tensor velocity, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        var error = (predicted.to(float32) - velocity.to(float32)).pow(2);             // (B, C, H, W)
        return (mask is null ? error : error * mask).mean().MoveToOuterDisposeScope();
    }
}
