using EmoVoid.Contracts.Models;
using EmoVoid.Core.Models;
using EmoVoid.Core.States;
using EmoVoid.Safetensors;
using EmoVoid.Testing;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Models;

/// <summary>From a configuration to files, and from files to a verdict.</summary>
public sealed class ModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ModelTests() => FakeModel.WriteComfyUI(folder);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("models")]
    [InlineData("")]
    public void One_key_finds_everything_in_ComfyUIs_tree(string place)
    {
        var model = Find(new ModelFiles { ComfyUI = folder[place] });
        Assert.Empty(model.Lost);
        Assert.Equal(folder["models", "diffusion_models", "anima-preview.safetensors"], model.Files!.Dit);
        Assert.Equal(folder["comfy", "text_encoders", "qwen25_tokenizer"], model.Files.PathOfQwen3Tokenizer);
        Assert.Equal(folder["comfy", "text_encoders", "t5_tokenizer"], model.Files.PathOfT5Tokenizer);
        var verdict = ModelCheck.Check(model);
        Assert.Empty(verdict.Problems);
        Assert.Equal((FakeModel.Dit, FakeModel.Qwen), (verdict.Sizes!.Dit, verdict.Sizes.TextEncoder));
    }

    [Fact]
    public void Two_candidates_are_named_and_the_configuration_decides()
    {
        var other = folder["models", "diffusion_models", "sub", "anima-base.safetensors"];
        FakeModel.WriteDit(other);
        var lost = Assert.Single(Find(Comfy).Lost);
        Assert.Contains("anima-preview.safetensors", lost, StringComparison.Ordinal);
        Assert.Contains(other, lost, StringComparison.Ordinal);
        Assert.Contains("EmoVoid:Models:anima:Dit", lost, StringComparison.Ordinal);
        Assert.Equal(other, Find(new ModelFiles { ComfyUI = folder.Path, Dit = other }).Files!.Dit);
    }

    [Fact]
    public void Everything_that_is_missing_is_named_with_what_to_get_and_where_it_goes()
    {
        var verdict = ModelCheck.Check(Find(new ModelFiles { ComfyUI = folder["empty", "models"] }));
        Assert.False(verdict.IsReady);
        Assert.Contains($"There is no anima-*.safetensors in {folder["empty", "models", "diffusion_models"]}.", verdict.Problems[0], StringComparison.Ordinal);
        Assert.Contains("qwen_3_06b_base.safetensors", verdict.Problems[1], StringComparison.Ordinal);
        Assert.Contains("qwen_image_vae.safetensors", verdict.Problems[2], StringComparison.Ordinal);
        Assert.Contains("vocab.json with merges.txt, or tokenizer.json", verdict.Problems[3], StringComparison.Ordinal);
        Assert.Contains("spiece.model, or tokenizer.json", verdict.Problems[4], StringComparison.Ordinal);
    }

    [Fact]
    public void A_Hugging_Face_folder_with_shards_and_its_tokenizer_beside_them_is_a_text_encoder()
    {
        var tensors = TensorList.Of(FakeModel.Qwen);
        FakeModel.Write(folder["hf", "model-00001-of-00002.safetensors"], "model.", tensors.Take(7));
        FakeModel.Write(folder["hf", "model-00002-of-00002.safetensors"], "model.", tensors.Skip(7));
        folder.Write("hf/tokenizer.json", "{}");
        var model = Find(new ModelFiles { ComfyUI = folder.Path, TextEncoder = folder["hf"] });
        Assert.Equal((folder["hf"], folder["hf"]), (model.Files!.TextEncoder, model.Files.PathOfQwen3Tokenizer));
        Assert.Equal(folder["comfy", "text_encoders", "t5_tokenizer"], model.Files.PathOfT5Tokenizer);
        Assert.True(ModelCheck.Check(model).IsReady);
    }

    [Theory]
    [InlineData("")]
    [InlineData("model.diffusion_model.")]
    [InlineData("model.diffusion_model.net.")]
    public void Any_prefix_will_do(string prefix)
    {
        FakeModel.WriteDit(DitFile, prefix);
        Assert.True(ModelCheck.Check(Find(Comfy)).IsReady);
    }

    [Theory]
    [InlineData("a checkpoint of Stable Diffusion XL", "model.diffusion_model.input_blocks.0.0.weight model.diffusion_model.label_emb.0.0.weight")]
    [InlineData("a checkpoint of Stable Diffusion 1 or 2", "model.diffusion_model.input_blocks.0.0.weight first_stage_model.encoder.conv_in.weight")]
    [InlineData("the transformer of Flux", "double_blocks.0.img_attn.qkv.weight single_blocks.0.linear1.weight")]
    [InlineData("the transformer of Stable Diffusion 3", "model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight")]
    [InlineData("the transformer of Qwen-Image", "transformer_blocks.0.attn.add_q_proj.weight txt_norm.weight")]
    [InlineData("the transformer of Wan", "head.modulation blocks.0.cross_attn.norm_q.weight")]
    [InlineData("a T5 text encoder", "encoder.block.0.layer.0.SelfAttention.k.weight")]
    [InlineData("a CLIP model", "text_model.encoder.layers.0.mlp.fc1.weight")]
    [InlineData("a Qwen3 text encoder", "model.layers.0.self_attn.q_norm.weight model.embed_tokens.weight")]
    [InlineData("a Qwen-Image VAE", "decoder.middle.0.residual.0.gamma encoder.conv1.weight")]
    [InlineData("a LoRA", "lora_unet_blocks_0_self_attn_q_proj.lora_down.weight")]
    public void Another_architecture_is_named_as_what_it_looks_like(string what, string tensors)
    {
        FakeModel.Write(DitFile, "", tensors.Split(' ').Select(name => KeyValuePair.Create(name, new long[] { 2, 2 })));
        var problem = Assert.Single(ModelCheck.Check(Find(Comfy)).Problems);
        Assert.StartsWith($"{DitFile} cannot be used: it is not an Anima diffusion transformer", problem, StringComparison.Ordinal);
        Assert.Contains($"this looks like {what}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transformer_without_the_adapter_is_told_from_Anima()
    {
        FakeModel.Write(DitFile, "net.", TensorList.Of(FakeModel.Dit));
        Assert.Contains("Cosmos-Predict2", Assert.Single(ModelCheck.Check(Find(Comfy)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_and_an_ill_shaped_tensor_are_named_with_what_was_expected()
    {
        FakeModel.Write(folder["models", "vae", "qwen_image_vae.safetensors"], "", TensorList.Of(FakeModel.Vae).Where(tensor => tensor.Key != "decoder.head.2.bias")
            .Select(tensor => tensor.Key == "conv1.bias" ? KeyValuePair.Create(tensor.Key, new long[] { 31 }) : tensor));
        var problem = Assert.Single(ModelCheck.Check(Find(Comfy)).Problems);
        Assert.Contains("'decoder.head.2.bias' is missing", problem, StringComparison.Ordinal);
        Assert.Contains("'conv1.bias' is [31] and should be [32]", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_were_not_made_for_each_other_are_told_with_both_sizes()
    {
        FakeModel.Write(folder["models", "text_encoders", "qwen_3_06b_base.safetensors"], "model.", TensorList.Of(FakeModel.Qwen with { Width = 40, Attention = new AttentionSizes(40, 40, 10, 2, 1) }));
        Assert.Contains("states 40 wide, and the DiT's adapter reads 20", Assert.Single(ModelCheck.Check(Find(Comfy)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_and_a_pickle_are_told_at_once()
    {
        using (var stream = File.OpenWrite(DitFile))
            stream.SetLength(stream.Length - 1);
        folder.Write("models/vae/qwen_image_vae.safetensors", "PK\u0003\u0004 archive/data.pkl and so on");
        var problems = ModelCheck.Check(Find(Comfy)).Problems;
        Assert.Contains("truncated", problems[0], StringComparison.Ordinal);
        Assert.Contains("pickled .ckpt", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_deep_look_finds_a_number_that_is_none()
    {
        var at = SafetensorsHeader.Read(DitFile).Tensors["net.blocks.1.mlp.layer2.weight"].Offset;
        using (var stream = File.OpenWrite(DitFile))
        {
            stream.Position = at + 200;
            stream.Write([0xC0, 0x7F]);
        }

        var model = Find(Comfy);
        Assert.True(ModelCheck.Check(model).IsReady);
        Assert.Contains("'net.blocks.1.mlp.layer2.weight'", Assert.Single(ModelCheck.NotFinite(model)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_built_in_model_is_always_ready() => Assert.True(ModelCheck.Check(Catalog(Comfy).Find(ModelCatalog.BuiltIn)!).IsReady);

    private string DitFile => folder["models", "diffusion_models", "anima-preview.safetensors"];

    private ModelFiles Comfy => new() { ComfyUI = folder.Path };

    private BaseModel Find(ModelFiles files) => Catalog(files).Find("anima")!;

    private ModelCatalog Catalog(ModelFiles files) => new(Options.Create(new ModelsOptions { Models = { ["anima"] = files } }), new StateFolder(folder["state"]));
}
