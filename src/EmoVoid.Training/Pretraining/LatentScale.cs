using EmoVoid.Training.Models.Vae;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>Gives every channel of the latents the mean 0 and the deviation 1 that the DiT expects, by changing the VAE's two innermost layers.</summary>
/// <remarks>
/// The published VAE's means and deviations are fixed numbers, M and S, and no file can bring its own: so the raw latents z are moved to where the
/// normalised ones (z − M)/S come out right. With μ and σ of the normalised latents as trained, z' = (z − M − μS)/σ + M.
/// </remarks>
internal static class LatentScale
{
    private const int Pictures = 512;
    private const int AtOnce = 32;

    /// <param name="pictures">The mean and deviation are those of so many.</param>
    public static void Settle(TrainableWeights weights, QwenImageVae vae, long seed, int pictures = Pictures)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var latents = cat([.. Enumerable.Range(0, pictures).Chunk(AtOnce).Select(indices => vae.Encode(Drawings.Trained(seed, indices)))]); // (B, C, h, w)
        var (mu, sigma) = (latents.mean([0, 2, 3]), latents.std([0, 2, 3]));           // (C)
        var (m, s) = (Row(LatentStatistics.QwenImage.Mean), Row(LatentStatistics.QwenImage.Std)); // (C)

        var channels = mu.shape[0];
        var toMean = weights["conv1.weight"].detach().narrow(0, 0, channels);          // (C, 2C, 1, 1)
        var toMeanBias = weights["conv1.bias"].detach().narrow(0, 0, channels);        // (C)
        toMean.div_(sigma.reshape(-1, 1, 1, 1));
        toMeanBias.copy_((toMeanBias - m - mu * s) / sigma + m);

        var from = weights["conv2.weight"].detach();                                   // (C, C, 1, 1)
        var fromBias = weights["conv2.bias"].detach();                                 // (C)
        fromBias.add_(from.flatten(1).matmul(m + mu * s - m * sigma));                 // z = σz' + M + μS − Mσ
        from.mul_(sigma.reshape(1, -1, 1, 1));
    }

    private static Tensor Row(IReadOnlyList<double> values) => tensor(values.Select(value => (float)value).ToArray());
}
