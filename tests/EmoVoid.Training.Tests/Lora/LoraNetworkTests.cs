using EmoVoid.Contracts.Lora;
using EmoVoid.Safetensors;
using EmoVoid.Testing;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Tests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Tests.Lora;

public sealed class LoraNetworkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly AnimaDit dit;

    public LoraNetworkTests() => dit = AnimaDit.Load(SmallModels.WriteDit(folder["dit.safetensors"]), Placement.Reference);

    public void Dispose()
    {
        dit.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_fresh_LoRA_changes_nothing_and_a_moved_one_does_until_it_is_taken_off()
    {
        using var scope = NewDisposeScope();
        var (x, sigma, context) = (randn(1, 5, 4, 6), rand(1), randn(1, 8, 20));
        var plain = dit.Velocity(x, sigma, context);
        using (var lora = LoraNetwork.Attach(dit, rank: 3, alpha: 1, seed: 1))
        {
            Assert.Equal(0f, Distance(plain, dit.Velocity(x, sigma, context)));
            Move(lora);
            Assert.True(Distance(plain, dit.Velocity(x, sigma, context)) > 1e-3);
        }

        Assert.Equal(0f, Distance(plain, dit.Velocity(x, sigma, context)));
    }

    [Fact]
    public void A_layer_with_a_LoRA_is_the_layer_of_the_summed_matrix()
    {
        using var scope = NewDisposeScope();
        var (weight, a, b, x) = (randn(6, 9), randn(2, 9), randn(6, 2), randn(4, 5, 9));
        var layer = new Linear(new ResidentMatrix(new PackedMatrix(weight))) { LowRank = new LowRank(a, b, Scale: 0.25) };
        Assert.True(Distance(functional.linear(x, weight + 0.25 * b.matmul(a)), layer.Forward(x)) < 1e-5);
    }

    [Fact]
    public void The_flat_gradients_are_those_that_autograd_gives_one_leaf()
    {
        using var lora = LoraNetwork.Attach(dit, rank: 3, alpha: 2, seed: 1);
        using var scope = NewDisposeScope();
        Move(lora);
        var (x, noise, sigma, context) = (randn(2, 5, 4, 6), randn(2, 5, 4, 6), rand(2), randn(2, 8, 20));
        Tensor Loss() => Flow.Loss(dit.Velocity(Flow.Noisy(x, noise, sigma), sigma, context), Flow.Velocity(x, noise));
        Loss().backward();
        var flat = lora.Gradients.clone();

        // The obvious way: one leaf, every matrix a view of it.
        var leaf = lora.Parameters.detach().clone().requires_grad_();
        foreach (var ((_, layer), module) in dit.LoraTargets.Zip(lora.Modules))
            layer.LowRank = new LowRank(
                leaf.narrow(0, module.Slot.Offset, module.Slot.DownLength).view(module.Down.shape),
                leaf.narrow(0, module.Slot.UpOffset, module.Slot.UpLength).view(module.Up.shape),
                lora.Layout.Scale);
        Loss().backward();

        Assert.True(flat.abs().max().item<float>() > 0);
        Assert.True(Distance(flat, leaf.grad!) <= 1e-6 * leaf.grad!.abs().max().item<float>());
    }

    [Fact]
    public void Gradients_add_up_until_they_are_zeroed()
    {
        using var lora = LoraNetwork.Attach(dit, rank: 2, alpha: 1, seed: 1);
        using var scope = NewDisposeScope();
        Move(lora);
        var (x, sigma, context) = (randn(1, 5, 4, 4), rand(1), randn(1, 8, 20));
        void Backward() => dit.Velocity(x, sigma, context).pow(2).mean().backward();
        Backward();
        var once = lora.Gradients.clone();
        Backward();
        Assert.True(Distance(2 * once, lora.Gradients) <= 1e-5 * once.abs().max().item<float>());
        lora.ZeroGradients();
        Assert.Equal(0f, lora.Gradients.abs().max().item<float>());
    }

    [Fact]
    public void The_same_seed_gives_the_same_start_and_another_seed_another()
    {
        using var scope = NewDisposeScope();
        Tensor Start(long seed)
        {
            using var lora = LoraNetwork.Attach(dit, rank: 2, alpha: 1, seed);
            return lora.Parameters.clone();
        }

        Assert.Equal(0f, Distance(Start(5), Start(5)));
        Assert.True(Distance(Start(5), Start(6)) > 0.01);
    }

    [Fact]
    public void Downs_start_uniform_within_one_over_the_root_of_their_inputs_and_ups_at_zero()
    {
        using var lora = LoraNetwork.Attach(dit, rank: 4, alpha: 1, seed: 9);
        using var scope = NewDisposeScope();
        Assert.All(lora.Modules, module =>
        {
            var bound = 1 / Math.Sqrt(module.Slot.Inputs);
            Assert.InRange(module.Down.abs().max().item<float>(), 0.8 * bound, bound);
            Assert.Equal(0f, module.Up.abs().max().item<float>());
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public void A_rank_that_no_layer_can_use_is_refused(int rank) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LoraNetwork.Attach(dit, rank, alpha: 1, seed: 1));

    [Theory]
    [InlineData(ScalarType.Float32, LoraFormat.Kohya)]
    [InlineData(ScalarType.BFloat16, LoraFormat.Kohya)]
    [InlineData(ScalarType.BFloat16, LoraFormat.ComfyUi)]
    public void A_file_gives_back_what_was_written_rounded_to_its_type(ScalarType type, LoraFormat format)
    {
        using var lora = LoraNetwork.Attach(dit, rank: 3, alpha: 0.75, seed: 1);
        using var scope = NewDisposeScope();
        Move(lora);
        LoraFile.Write(folder["lora.safetensors"], lora, type, new Dictionary<string, string> { ["ss_steps"] = "12" }, format);
        var expected = lora.Parameters.to(type).to(float32);

        Move(lora);
        LoraFile.Read(folder["lora.safetensors"], lora);
        Assert.Equal(0f, Distance(expected, lora.Parameters));

        var metadata = SafetensorsHeader.Read(folder["lora.safetensors"]).Metadata;
        Assert.Equal(("12", "3", "0.75"), (metadata["ss_steps"], metadata["ss_network_dim"], metadata["ss_network_alpha"]));
    }

    [Fact]
    public void A_file_of_another_rank_or_alpha_is_refused_with_what_differs()
    {
        using (var lora = LoraNetwork.Attach(dit, rank: 3, alpha: 1, seed: 1))
            LoraFile.Write(folder["lora.safetensors"], lora);
        using (var other = LoraNetwork.Attach(dit, rank: 2, alpha: 1, seed: 1))
            Assert.Contains("is [3, 36] and should be [2, 36]", Refusal(other), StringComparison.Ordinal);
        using (var other = LoraNetwork.Attach(dit, rank: 3, alpha: 2, seed: 1))
            Assert.Contains("alpha' is 1 and should be 2", Refusal(other), StringComparison.Ordinal);
    }

    [Fact]
    public void The_other_spelling_is_ComfyUIs_with_alpha_in_a_tensor_of_its_own_and_kohyas_hash_of_the_data_is_its_own()
    {
        using var lora = LoraNetwork.Attach(dit, rank: 3, alpha: 0.75, seed: 1);
        LoraFile.Write(folder["kohya.safetensors"], lora);
        LoraFile.Write(folder["comfy.safetensors"], lora, format: LoraFormat.ComfyUi);
        using var kohya = SafetensorsFile.Open(folder["kohya.safetensors"]);
        using var comfy = SafetensorsFile.Open(folder["comfy.safetensors"]);
        Assert.Equal(
            kohya.Tensors.Keys.Select(name => name.Replace("lora_unet_blocks_0_", "diffusion_model.blocks.0.").Replace("lora_unet_blocks_1_", "diffusion_model.blocks.1.")
                .Replace("_attn_", "_attn.").Replace("mlp_", "mlp.").Replace("lora_down", "lora_A").Replace("lora_up", "lora_B")).Order(StringComparer.Ordinal),
            comfy.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([36, 3], comfy.Info("diffusion_model.blocks.1.self_attn.output_proj.lora_B.weight").Shape);
        Assert.Equal(kohya.Bytes("lora_unet_blocks_0_mlp_layer1.alpha").ToArray(), comfy.Bytes("diffusion_model.blocks.0.mlp.layer1.alpha").ToArray());
        Assert.All(new[] { kohya, comfy }, file => Assert.Equal(file.Tensors.Keys.Order(StringComparer.Ordinal), file.Tensors.Values.OrderBy(tensor => tensor.Offset).Select(tensor => tensor.Name)));
        Assert.All(new[] { kohya, comfy }, file => Assert.Equal(HashOfData(file), file.Metadata["sshs_model_hash"]));
    }

    [Fact]
    public void A_file_with_tensors_of_something_else_is_refused_by_their_names()
    {
        using var lora = LoraNetwork.Attach(dit, rank: 2, alpha: 1, seed: 1);
        SafetensorsWriter.Write(folder["lora.safetensors"], [
            .. LoraFile.Entries(lora, ScalarType.Float32, LoraSpelling.Kohya), SafetensorsWriter.Entry.Of("lora_te_layers_0.alpha", TensorType.F32, [], new byte[4])]);
        Assert.Contains("'lora_te_layers_0.alpha' belongs to nothing that is trained", Refusal(lora), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_alpha_is_taken_for_one_whose_alpha_is_its_rank()
    {
        using var lora = LoraNetwork.Attach(dit, rank: 2, alpha: 2, seed: 1);
        var bare = LoraFile.Entries(lora, ScalarType.Float32, LoraSpelling.ComfyUi).Where(entry => !entry.Name.EndsWith(".alpha", StringComparison.Ordinal)).ToList();
        SafetensorsWriter.Write(folder["lora.safetensors"], bare);
        LoraFile.Read(folder["lora.safetensors"], lora);
        using var other = LoraNetwork.Attach(dit, rank: 2, alpha: 1, seed: 1);
        Assert.Contains("is missing, which means alpha 2, and should be 1", Refusal(other), StringComparison.Ordinal);
    }

    private static string HashOfData(SafetensorsFile file)
    {
        var bytes = File.ReadAllBytes(file.Path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(8 + (int)BitConverter.ToInt64(bytes))));
    }

    private string Refusal(LoraNetwork lora) => Assert.Throws<ModelFileException>(() => LoraFile.Read(folder["lora.safetensors"], lora)).Message;

    private static void Move(LoraNetwork lora)
    {
        using var grad = no_grad();
        lora.Parameters.add_(randn_like(lora.Parameters), 0.1);
    }

    private static float Distance(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
