using EmoVoid.Contracts.Plans;

namespace EmoVoid.Training.Models.Nano;

/// <summary>
/// The built-in model: Anima's architecture and file layout with a few million weights, trained from nothing by this project
/// (<see cref="Pretraining.BaseModelTraining"/>) on drawings of little creatures. With it the whole way from a folder to a picture can be walked
/// without a download.
/// </summary>
public static class AnimaNano
{
    public const string Name = "anima-nano";

    public static DitTensors Dit { get; } = new(
        DitScale.AnimaNano.Width, HeadDim: 64, DitScale.AnimaNano.Blocks, ModulationRank: 32, Channels: 16, Context: 128, AdapterHeadDim: 32, AdapterBlocks: 2, Source: 128, Vocabulary: 256)
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

    /// <summary>Copies the model that ships with the program to where it is not there yet, or not whole. Several processes may do so at once.</summary>
    /// <param name="folder">The model's own: whatever else is found there makes way.</param>
    /// <exception cref="IOException">The folder cannot be written, or the program's own copy is missing.</exception>
    public static ModelPlan EnsureExists(string folder)
    {
        SealedFolder.Ensure(folder, Shipped);
        return PlanIn(folder);
    }

    /// <param name="prefix">Stands before the names in the file, with a dot.</param>
    internal static ModelShapes ShapesOf(IEnumerable<NanoTensor> tensors, string prefix = "") =>
        new(Name, tensors.ToDictionary(tensor => prefix.Length == 0 ? tensor.Name : tensor.Name[(prefix.Length + 1)..], tensor => tensor.Shape));

    /// <summary>Beside the program.</summary>
    internal static string Shipped => Path.Combine(AppContext.BaseDirectory, Name);
}
