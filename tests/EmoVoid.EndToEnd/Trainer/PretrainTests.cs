using EmoVoid.Contracts.Events;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Trainer;

/// <summary>A base trained from nothing by the real program, in a recipe of a few steps.</summary>
public sealed class PretrainTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    private const string Recipe = """
        { "seed": 3, "pictures": 4,
          "vae": { "steps": 21, "batch": 1, "rate": 0.002, "warm_up": 1 },
          "base": [
            { "steps": 21, "batch": 2, "rate": 0.001, "warm_up": 1 },
            { "steps": 21, "batch": 2, "rate": 0.001, "warm_up": 1, "head_weight": 4 }],
          "decoder": [{ "steps": 21, "batch": 1, "rate": 0.001, "warm_up": 1, "piece": 8 }] }
        """;

    /// <summary>Its mean of 20 steps is written when the stage of 21 ends, and not when it is cut after the first.</summary>
    private const string WholeCurve = "training/base.csv";

    private static readonly string[] Files =
    [
        "diffusion_models/anima-nano.safetensors", "text_encoders/anima-nano-qwen3.safetensors", "vae/anima-nano-vae.safetensors",
        "tokenizers/qwen3/vocab.json", "tokenizers/t5/spiece.model", "training/vae.csv", "training/base.csv", "training/base-2.csv", "training/decoder.csv",
    ];

    [Fact]
    public async Task A_base_that_was_stopped_in_each_stage_ends_with_the_same_bytes()
    {
        var recipe = fixture.Folder.Write("recipe.json", Recipe);
        var (uncut, cut) = (fixture.Folder["uncut"], fixture.Folder["cut"]);
        using (var trainer = TrainerProgram.Start("pretrain", uncut, recipe))
            Assert.Equal(TrainerExitCode.Done, await trainer.End());

        // What is written last before each stage begins: asked to stop then, the trainer leaves after its first step.
        foreach (var beginning in new[] { "recipe.json", "training/latents.safetensors", WholeCurve, "diffusion_models/anima-nano.safetensors" })
        {
            using var trainer = TrainerProgram.Start("pretrain", cut, recipe);
            await Wait.Until(() => File.Exists(Path.Combine(cut, beginning)) && (beginning != WholeCurve || File.ReadAllText(Path.Combine(cut, beginning)).Contains("\n20,", StringComparison.Ordinal)), beginning);
            trainer.SendTerminate();
            Assert.Equal(TrainerExitCode.Stopped, await trainer.End());
        }

        using (var trainer = TrainerProgram.Start("pretrain", cut, recipe))
            Assert.Equal(TrainerExitCode.Done, await trainer.End());
        Assert.All(Files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(uncut, file)), File.ReadAllBytes(Path.Combine(cut, file))));
    }
}
