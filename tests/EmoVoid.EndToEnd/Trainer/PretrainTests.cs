using EmoVoid.Contracts.Events;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Trainer;

/// <summary>A base trained from nothing by the real program, in a recipe of a few steps.</summary>
public sealed class PretrainTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    private const string Recipe = """
        { "seed": 3, "pictures": 4,
          "vae": { "steps": 21, "batch": 1, "rate": 0.002, "warm_up": 1 },
          "base": { "steps": 21, "batch": 2, "rate": 0.001, "warm_up": 1 },
          "decoder": { "steps": 21, "batch": 1, "rate": 0.001, "warm_up": 1 } }
        """;

    private static readonly string[] Files =
    [
        "diffusion_models/anima-nano.safetensors", "text_encoders/anima-nano-qwen3.safetensors", "vae/anima-nano-vae.safetensors",
        "tokenizers/qwen3/vocab.json", "tokenizers/t5/spiece.model", "training/vae.csv", "training/base.csv", "training/decoder.csv",
    ];

    [Fact]
    public async Task A_base_that_was_stopped_in_each_stage_ends_with_the_same_bytes()
    {
        var recipe = fixture.Folder.Write("recipe.json", Recipe);
        var (uncut, cut) = (fixture.Folder["uncut"], fixture.Folder["cut"]);
        using (var trainer = TrainerProgram.Start("pretrain", uncut, recipe))
            Assert.Equal(TrainerExitCode.Done, await trainer.End());

        // What is written last before each stage begins: asked to stop then, the trainer leaves after its first step.
        foreach (var beginning in new[] { "recipe.json", "training/latents.safetensors", "diffusion_models/anima-nano.safetensors" })
        {
            using var trainer = TrainerProgram.Start("pretrain", cut, recipe);
            await Wait.Until(() => File.Exists(Path.Combine(cut, beginning)), beginning);
            trainer.SendTerminate();
            Assert.Equal(TrainerExitCode.Stopped, await trainer.End());
        }

        using (var trainer = TrainerProgram.Start("pretrain", cut, recipe))
            Assert.Equal(TrainerExitCode.Done, await trainer.End());
        Assert.All(Files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(uncut, file)), File.ReadAllBytes(Path.Combine(cut, file))));
    }
}
