using EmoVoid.Testing;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;

namespace EmoVoid.Training.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("net.")]
    [InlineData("model.diffusion_model.")]
    [InlineData("")]
    public void Sizes_are_read_from_the_file_under_any_prefix(string prefix)
    {
        var path = SmallModels.WriteDit(folder["dit.safetensors"], prefix);
        using var dit = AnimaDit.Load(path, Placement.Reference);
        using var adapter = LlmAdapter.Load(path, Placement.Reference);
        Assert.Equal(SmallModels.Dit, dit.Sizes);
        Assert.Equal(SmallModels.Adapter, adapter.Sizes);
    }

    [Fact]
    public void A_text_encoder_s_sizes_are_read_from_its_file()
    {
        using var qwen = Qwen3.Load(SmallModels.WriteQwen(folder["qwen.safetensors"]), Placement.Reference);
        Assert.Equal(SmallModels.Qwen, qwen.Sizes);
    }

    [Fact]
    public void A_file_of_another_architecture_is_named_with_what_it_holds()
    {
        var path = SmallModels.WriteQwen(folder["qwen.safetensors"]);
        var error = Assert.Throws<ModelFileException>(() => AnimaDit.Load(path, Placement.Reference));
        Assert.Contains("it is not an Anima diffusion transformer", error.Message, StringComparison.Ordinal);
        Assert.Contains("model.embed_tokens.weight", error.Message, StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => QwenImageVae.Load(path, Placement.Reference));
    }

    [Fact]
    public void All_missing_and_ill_shaped_tensors_are_listed_at_once()
    {
        var shapes = SmallModels.DitShapes
            .Where(item => item.Key is not ("blocks.1.mlp.layer2.weight" or "t_embedding_norm.weight"))
            .Select(item => item.Key == "blocks.1.cross_attn.k_proj.weight" ? KeyValuePair.Create(item.Key, new long[] { 36, 21 }) : item);
        var path = SmallModels.Write(folder["dit.safetensors"], "net.", [.. shapes]);
        var error = Assert.Throws<ModelFileException>(() => AnimaDit.Load(path, Placement.Reference));
        Assert.Contains("'net.blocks.1.mlp.layer2.weight' is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("'net.t_embedding_norm.weight' is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("'net.blocks.1.cross_attn.k_proj.weight' is [36, 21] and should be [36, 20]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_the_tensor_that_tells_a_size_says_which()
    {
        var path = SmallModels.Write(folder["dit.safetensors"], "net.", [.. SmallModels.DitShapes.Where(item => item.Key != "final_layer.linear.weight")]);
        Assert.Contains("final_layer.linear.weight", Assert.Throws<ModelFileException>(() => AnimaDit.Load(path, Placement.Reference)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposing_a_model_frees_every_tensor_it_loaded()
    {
        var path = SmallModels.WriteDit(folder["dit.safetensors"]);
        AnimaDit.Load(path, Placement.Reference).Dispose();
        var before = LiveTensors.OfThisThread;
        for (var i = 0; i < 3; i++)
        {
            AnimaDit.Load(path, Placement.Reference).Dispose();
            LlmAdapter.Load(path, Placement.Reference).Dispose();
        }

        Assert.Equal(before, LiveTensors.OfThisThread);
    }
}
