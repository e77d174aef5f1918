using static EmoVoid.Training.Models.Nano.NanoTensor;

namespace EmoVoid.Training.Models.Nano;

/// <summary>The tensors of a Qwen-Image VAE file, in ComfyUI's naming. It is a video VAE: every 3-D kernel is (time, height, width).</summary>
/// <param name="Base">Channels of the widest picture.</param>
/// <param name="Latent">Channels of the latents.</param>
public sealed record VaeTensors(long Base, long Latent)
{
    /// <summary>How many times <see cref="Base"/> channels each of the four stages has.</summary>
    public IReadOnlyList<long> Multipliers { get; init; } = [1, 2, 4, 4];

    /// <summary>Residual blocks in each stage of the encoder; the decoder has one more.</summary>
    public int BlocksPerStage { get; init; } = 2;

    private long Widest => Base * Multipliers[^1];

    public IEnumerable<NanoTensor> All =>
    [
        .. Convolution("encoder.conv1", Base, 3, 3, 3, 3),
        .. Downsamples(),
        .. Middle("encoder.middle"),
        .. Head("encoder.head", 2 * Latent, Widest),
        .. Convolution("conv1", 2 * Latent, 2 * Latent, 1, 1, 1),
        .. Convolution("conv2", Latent, Latent, 1, 1, 1),
        .. Convolution("decoder.conv1", Widest, Latent, 3, 3, 3),
        .. Middle("decoder.middle"),
        .. Upsamples(),
        .. Head("decoder.head", 3, Base),
    ];

    private IEnumerable<NanoTensor> Downsamples()
    {
        var (at, inputs) = (0, Base);
        for (var stage = 0; stage < Multipliers.Count; stage++)
        {
            var outputs = Base * Multipliers[stage];
            for (var block = 0; block < BlocksPerStage; block++, inputs = outputs)
                foreach (var tensor in Residual($"encoder.downsamples.{at++}", outputs, inputs))
                    yield return tensor;
            if (stage < Multipliers.Count - 1)
                foreach (var tensor in Resample($"encoder.downsamples.{at++}", outputs, outputs, timeOutputs: stage > 0 ? outputs : 0))
                    yield return tensor;
        }
    }

    private IEnumerable<NanoTensor> Upsamples()
    {
        var (at, inputs) = (0, Widest);
        for (var stage = Multipliers.Count - 1; stage >= 0; stage--)
        {
            var outputs = Base * Multipliers[stage];
            for (var block = 0; block <= BlocksPerStage; block++, inputs = outputs)
                foreach (var tensor in Residual($"decoder.upsamples.{at++}", outputs, inputs))
                    yield return tensor;
            if (stage > 0)
                foreach (var tensor in Resample($"decoder.upsamples.{at++}", outputs / 2, outputs, timeOutputs: stage > 1 ? 2 * outputs : 0))
                    yield return tensor;
            inputs = outputs / 2;
        }
    }

    private static IEnumerable<NanoTensor> Residual(string name, long outputs, long inputs) =>
    [
        Norm($"{name}.residual.0.gamma", inputs, 1, 1, 1),
        .. Convolution($"{name}.residual.2", outputs, inputs, 3, 3, 3),
        Norm($"{name}.residual.3.gamma", outputs, 1, 1, 1),
        .. Convolution($"{name}.residual.6", outputs, outputs, 3, 3, 3),
        .. inputs == outputs ? [] : Convolution($"{name}.shortcut", outputs, inputs, 1, 1, 1),
    ];

    /// <param name="timeOutputs">0: this stage changes the picture's size and leaves the number of frames alone.</param>
    private static IEnumerable<NanoTensor> Resample(string name, long outputs, long inputs, long timeOutputs) =>
    [
        .. Convolution($"{name}.resample.1", outputs, inputs, 3, 3),
        .. timeOutputs == 0 ? [] : Convolution($"{name}.time_conv", timeOutputs, inputs, 3, 1, 1),
    ];

    private IEnumerable<NanoTensor> Middle(string name) =>
    [
        .. Residual($"{name}.0", Widest, Widest),
        Norm($"{name}.1.norm.gamma", Widest, 1, 1),
        .. Convolution($"{name}.1.to_qkv", 3 * Widest, Widest, 1, 1),
        .. Convolution($"{name}.1.proj", Widest, Widest, 1, 1),
        .. Residual($"{name}.2", Widest, Widest),
    ];

    private static IEnumerable<NanoTensor> Head(string name, long outputs, long inputs) =>
    [
        Norm($"{name}.0.gamma", inputs, 1, 1, 1),
        .. Convolution($"{name}.2", outputs, inputs, 3, 3, 3),
    ];

    /// <summary>Keeps the variance of a single picture, which meets only the last of a kernel's three times.</summary>
    private static IEnumerable<NanoTensor> Convolution(string name, long outputs, long inputs, params long[] kernel) =>
    [
        new($"{name}.weight", 0, 1 / Math.Sqrt(inputs * kernel[^1] * kernel[^2]), [outputs, inputs, .. kernel]),
        Bias($"{name}.bias", outputs),
    ];
}
