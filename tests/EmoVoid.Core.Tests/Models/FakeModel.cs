using EmoVoid.Contracts.Models;
using EmoVoid.Safetensors;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Models;

/// <summary>Files with the names and shapes of a small Anima, all zeros, laid out as ComfyUI lays them.</summary>
internal static class FakeModel
{
    public static readonly AnimaDitSizes Dit = new(
        Channels: 16, Patch: 2, Width: 32, Blocks: 2, MlpWidth: 64, ModulationRank: 4,
        SelfAttention: new AttentionSizes(32, 32, 16, 2, 2), CrossAttention: new AttentionSizes(32, 24, 16, 2, 2));

    public static readonly LlmAdapterSizes Adapter = new(
        Vocabulary: 8, TokenWidth: 24, Width: 24, OutputWidth: 24, Blocks: 1, MlpWidth: 32,
        SelfAttention: new AttentionSizes(24, 24, 12, 2, 2), CrossAttention: new AttentionSizes(24, 20, 12, 2, 2), HasInput: false);

    public static readonly Qwen3Sizes Qwen = new(Vocabulary: 8, Width: 20, Layers: 2, MlpWidth: 24, Attention: new AttentionSizes(20, 20, 10, 2, 1));

    public static readonly VaeSizes Vae = new(Stem: 4, Levels: [4, 8, 8, 8], BlocksPerLevel: 2, LatentChannels: 16);

    /// <summary>ComfyUI's tree: models and the tokenizers that come with its program.</summary>
    public static void WriteComfyUI(TemporaryFolder folder)
    {
        WriteDit(folder["models", "diffusion_models", "anima-preview.safetensors"]);
        Write(folder["models", "text_encoders", "qwen_3_06b_base.safetensors"], "model.", TensorList.Of(Qwen));
        Write(folder["models", "vae", "qwen_image_vae.safetensors"], "", TensorList.Of(Vae));
        folder.Write("comfy/text_encoders/qwen25_tokenizer/vocab.json", "{}");
        folder.Write("comfy/text_encoders/qwen25_tokenizer/merges.txt", "");
        folder.Write("comfy/text_encoders/t5_tokenizer/tokenizer.json", "{}");
    }

    public static void WriteDit(string path, string prefix = "net.") => Write(path, prefix, [.. TensorList.Of(Dit), .. TensorList.Of(Adapter)]);

    public static void Write(string path, string prefix, IEnumerable<KeyValuePair<string, long[]>> tensors)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SafetensorsWriter.Write(path, [.. tensors.Select(tensor => Entry(prefix + tensor.Key, tensor.Value))]);
    }

    private static SafetensorsWriter.Entry Entry(string name, long[] shape) =>
        SafetensorsWriter.Entry.Of(name, TensorType.BF16, shape, new byte[2 * shape.Aggregate(1L, (product, size) => product * size)]);
}
