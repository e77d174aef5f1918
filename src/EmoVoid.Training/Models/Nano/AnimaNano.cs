using EmoVoid.Contracts.Plans;

namespace EmoVoid.Training.Models.Nano;

/// <summary>
/// The built-in model: Anima's architecture with a few million random weights. Its pictures mean nothing; it exists so that the whole way
/// from a folder to a LoRA can be walked without a download.
/// </summary>
public static class AnimaNano
{
    public const string Name = "anima-nano";

    public static DitTensors Dit { get; } = new(
        Width: 192, HeadDim: 64, Blocks: 7, ModulationRank: 32, Channels: 16, Context: 128, AdapterHeadDim: 32, AdapterBlocks: 2, Source: 128, Vocabulary: 256)
    {
        ModulationGain = 0, // every block begins as the identity (Peebles and Xie, adaLN-Zero)
    };

    public static Qwen3Tensors TextEncoder { get; } = new(Width: 128, Layers: 2, Heads: 4, KeyValueHeads: 2, HeadDim: 32, MlpWidth: 384, Vocabulary: 1024);

    public static VaeTensors Vae { get; } = new(Base: 16, Latent: 16) { Multipliers = [1, 2, 3, 3], BlocksPerStage = 1 };

    /// <summary>The model's files below a folder, in ComfyUI's layout.</summary>
    public static ModelPlan PlanIn(string folder) => new(
        Name,
        Path.Combine(folder, "diffusion_models", "anima-nano.safetensors"),
        Path.Combine(folder, "text_encoders", "anima-nano-qwen3.safetensors"),
        Path.Combine(folder, "vae", "anima-nano-vae.safetensors"),
        Path.Combine(folder, "tokenizers"),
        BuiltIn: true);

    /// <summary>Makes the model where it is not there yet, or not whole. Several processes may do so at once: all end with the same bytes.</summary>
    /// <param name="folder">The model's own: whatever else is found there makes way.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static ModelPlan EnsureExists(string folder)
    {
        SealedFolder.Ensure(folder, Write);
        return PlanIn(folder);
    }

    private static void Write(string folder)
    {
        var files = PlanIn(folder);
        foreach (var file in new[] { files.Dit, files.TextEncoder, files.Vae })
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        NanoWeights.Write(files.Dit, Dit.All);
        NanoWeights.Write(files.TextEncoder, TextEncoder.All);
        NanoWeights.Write(files.Vae, Vae.All);
        NanoTokenizers.WriteQwen3(Path.Combine(files.Tokenizers, "qwen3"));
        NanoTokenizers.WriteT5(Path.Combine(files.Tokenizers, "t5"));
    }
}
