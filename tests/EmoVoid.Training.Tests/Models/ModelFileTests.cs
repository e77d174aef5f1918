using EmoVoid.Safetensors;
using EmoVoid.Testing;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

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
    public void Shards_of_a_folder_load_as_their_one_file_does()
    {
        var whole = SmallModels.WriteQwen(folder["qwen.safetensors"]);
        Directory.CreateDirectory(folder["hf"]);
        using (var file = SafetensorsFile.Open(whole))
            foreach (var (names, i) in file.Tensors.Keys.Chunk(9).Select((names, i) => (names, i)))
                SafetensorsWriter.Write(folder["hf", $"model-{i + 1:D5}-of-{(file.Tensors.Count + 8) / 9:D5}.safetensors"],
                    [.. names.Select(name => SafetensorsWriter.Entry.Of(name, file.Info(name).Type, file.Info(name).Shape, file.Bytes(name).ToArray()))]);
        using var scope = NewDisposeScope();
        using var one = Qwen3.Load(whole, Placement.Reference);
        using var several = Qwen3.Load(folder["hf"], Placement.Reference);
        var ids = tensor(new long[] { 1, 2, 3 }).unsqueeze(0);
        Assert.True(one.Forward(ids, ones_like(ids)).equal(several.Forward(ids, ones_like(ids))).all().item<bool>());
    }

    [Fact]
    public void A_weight_that_is_not_a_number_is_named_while_loading()
    {
        var path = SmallModels.WriteQwen(folder["qwen.safetensors"]);
        var at = SafetensorsHeader.Read(path).Tensors["model.layers.1.mlp.up_proj.weight"].Offset;
        using (var stream = File.OpenWrite(path))
        {
            stream.Position = at + 4;
            stream.Write(BitConverter.GetBytes(float.NaN));
        }

        var error = Assert.Throws<ModelFileException>(() => Qwen3.Load(path, Placement.Reference));
        Assert.Contains("'model.layers.1.mlp.up_proj.weight' holds numbers that are infinite or not a number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_in_the_middle_or_at_the_end_that_is_missing_is_not_taken_for_a_smaller_model()
    {
        foreach (var lost in new[] { "blocks.0.self_attn.q_proj.weight", "blocks.1.self_attn.q_proj.weight" })
        {
            var path = SmallModels.Write(folder["dit.safetensors"], "net.", [.. SmallModels.DitShapes.Where(item => item.Key != lost)]);
            Assert.Contains(lost, Assert.Throws<ModelFileException>(() => AnimaDit.Load(path, Placement.Reference)).Message, StringComparison.Ordinal);
        }
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
