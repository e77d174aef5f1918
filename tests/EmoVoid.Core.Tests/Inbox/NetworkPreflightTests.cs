using EmoVoid.Safetensors;

namespace EmoVoid.Core.Tests.Inbox;

public sealed class NetworkPreflightTests : IDisposable
{
    private readonly TestInbox inbox = new();

    public void Dispose() => inbox.Dispose();

    [Theory]
    [InlineData("lora_unet_blocks_0_mlp_layer1", "lora_down")]
    [InlineData("diffusion_model.blocks.0.mlp.layer1", "lora_A")]
    public async Task A_LoRA_of_the_right_rank_and_alpha_is_accepted_in_either_spelling(string layer, string down)
    {
        Put(rank: 4, alpha: 32, layer, down);
        var report = await Check($"{TestInbox.FittingAlpha}\ntrain.network = \"old.safetensors\"");
        Assert.Empty(report.Problems);
        Assert.Empty(report.Notes);
        Assert.Equal("old.safetensors", report.Settings!.Lora.StartFrom);
    }

    [Fact]
    public async Task Another_rank_or_alpha_is_named_with_what_to_write()
    {
        Put(rank: 8, alpha: 2);
        Assert.Equal(
            ["train.network: old.safetensors has rank 8 and alpha 2, but rank 4 and alpha 1 are asked for. Write train.rank = 8 and train.alpha = 2."],
            (await Check("train.network = \"old.safetensors\"")).Problems);
        Assert.Empty((await Check("[train]\nnetwork = \"old.safetensors\"\nrank = 8\nalpha = 2")).Problems);
    }

    [Fact]
    public async Task A_LoRA_without_alpha_has_its_rank_for_one()
    {
        Put(rank: 4, alpha: null);
        Assert.Contains("has rank 4 and alpha 4", Assert.Single((await Check("train.network = \"old.safetensors\"")).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_LoRA_of_a_text_encoder_too_is_refused_by_what_is_too_much()
    {
        Put(rank: 4, alpha: 1, extra: "lora_te_layers_0_mlp_up_proj.lora_down.weight");
        Assert.Contains("has 1 tensor of something that is not trained here: lora_te_layers_0", Assert.Single((await Check("train.network = \"old.safetensors\"")).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone.safetensors", "there is no such file")]
    [InlineData("../other/old.safetensors", "leads out of the folder")]
    [InlineData("/etc/hostname", "leads out of the folder")]
    [InlineData("1.txt", "cannot be read as a LoRA")]
    public async Task A_file_that_is_no_LoRA_of_the_folder_is_named(string network, string problem)
    {
        Put(rank: 4, alpha: 1);
        Assert.Contains(problem, Assert.Single((await Check($"train.network = \"{network}\"")).Problems), StringComparison.Ordinal);
    }

    private Task<EmoVoid.Core.Inbox.Preflight.PreflightReport> Check(string sidecar)
    {
        inbox.PutDataset("a", sidecar: sidecar);
        return inbox.CheckAsync("a");
    }

    private void Put(int rank, float? alpha, string layer = "lora_unet_blocks_0_mlp_layer1", string down = "lora_down", string? extra = null)
    {
        inbox.PutDataset("a");
        var entries = new List<SafetensorsWriter.Entry> { Zeros($"{layer}.{down}.weight", rank, 16) };
        if (alpha is { } scale)
            entries.Add(SafetensorsWriter.Entry.Of(layer + ".alpha", TensorType.F32, [], BitConverter.GetBytes(scale)));
        if (extra is not null)
            entries.Add(Zeros(extra, rank, 16));
        SafetensorsWriter.Write(Path.Combine(inbox.State.Inbox, "a", "old.safetensors"), entries);
    }

    private static SafetensorsWriter.Entry Zeros(string name, int rows, int columns) =>
        SafetensorsWriter.Entry.Of(name, TensorType.F32, [rows, columns], new byte[rows * columns * sizeof(float)]);
}
