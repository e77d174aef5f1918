using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Lora;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Trainer;

public sealed class BatchTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    private static readonly BatchPlan Everything = new(
        PictureFit.Native, GradientAccumulation: 2, CaptionDropout: 0.3, ShuffleTags: true, KeepTags: 1, CaptionVariants: 4, Flip: true, AlphaMask: true);

    [Fact]
    public async Task With_everything_on_a_run_that_was_killed_ends_with_the_same_bits()
    {
        var plan = PlanOfEverything("all");
        var uncut = await Checksums(plan with { CheckpointFolder = fixture.Folder["all-uncut"] });
        Assert.Equal([8, 16, 20], uncut.Select(saved => saved.Step));

        using (var trainer = TrainerProgram.Train(plan, fixture.PlanFile("all")))
        {
            await trainer.Until(said => said is Stepped { Step: 10 });
            trainer.KillAtOnce();
            await trainer.End();
        }

        Assert.Equal(uncut, await Checksums(plan));
    }

    [Fact]
    public async Task The_metadata_tells_what_was_done()
    {
        var plan = PlanOfEverything("told", steps: 2);
        await Checksums(plan);
        using var file = SafetensorsFile.Open(Path.Combine(plan.CheckpointFolder, "told-step00000002.safetensors"));
        var expected = new Dictionary<string, string>
        {
            ["ss_gradient_accumulation_steps"] = "2",
            ["ss_batch_size_per_device"] = "1",
            ["ss_total_batch_size"] = "2",
            ["ss_caption_dropout_rate"] = "0.3",
            ["ss_shuffle_caption"] = "True",
            ["ss_keep_tokens"] = "1",
            ["ss_flip_aug"] = "True",
            ["ss_num_train_images"] = "6",
            ["ss_num_batches_per_epoch"] = "6",
            ["ss_min_bucket_reso"] = "16",
            ["emovoid.fit"] = "native",
            ["emovoid.masked_images"] = "1",
            // Of 64×64, 96×64 twice, 70×110 and 64×80 twice, within 16 tokens of 16×16 pixels.
            ["ss_bucket_info"] = """{"buckets":{"0":{"resolution":[48,32],"count":2},"1":{"resolution":[48,64],"count":2},"2":{"resolution":[48,80],"count":1},"3":{"resolution":[64,64],"count":1}}}""",
        };
        foreach (var (key, value) in expected)
            Assert.Equal((key, value.Replace(" ", "")), (key, file.Metadata[key].Replace(" ", "")));
        Assert.Matches("^[0-9a-f]{64}$", file.Metadata["sshs_model_hash"]);
        Assert.Matches("^[0-9a-f]{8}$", file.Metadata["sshs_legacy_hash"]);
    }

    [Fact]
    public async Task A_run_goes_on_from_the_LoRA_of_another_in_either_spelling()
    {
        var first = fixture.Plan("first", steps: 4);
        first = first with { Train = first.Train with { Lora = new LoraPlan(LoraFormat.ComfyUi) } };
        await Checksums(first);
        var made = Path.Combine(first.CheckpointFolder, "first-step00000004.safetensors");
        File.Copy(made, fixture.Folder["dataset", "first.safetensors"]);

        // With every mask black nothing is learned, so the second run's LoRA is the one it began with.
        TinyPng.WritePlain(fixture.Folder["dataset", "black.png"], 32, 32, shade: 0);
        var second = fixture.Plan("second", steps: 2);
        second = second with
        {
            Dataset = second.Dataset with { Images = [.. second.Dataset.Images.Select(image => image with { Mask = "black.png" })] },
            Train = second.Train with { Lora = new LoraPlan(StartFrom: "first.safetensors") },
        };
        await Checksums(second);

        using var before = SafetensorsFile.Open(made);
        using var after = SafetensorsFile.Open(Path.Combine(second.CheckpointFolder, "second-step00000002.safetensors"));
        Assert.Equal(before.Tensors.Count, after.Tensors.Count);
        var (up, other) = (before.Bytes(LoraSpelling.ComfyUi.UpOf("blocks.0.mlp.layer1")).ToArray(), after.Bytes(LoraSpelling.Kohya.UpOf("blocks.0.mlp.layer1")).ToArray());
        Assert.Contains(up, number => number != 0);
        Assert.Equal(up, other);
    }

    [Fact]
    public async Task A_LoRA_of_another_rank_is_refused_before_the_first_step()
    {
        var first = fixture.Plan("rank2", steps: 1);
        await Checksums(first);
        File.Copy(Path.Combine(first.CheckpointFolder, "rank2-step00000001.safetensors"), fixture.Folder["dataset", "rank2.safetensors"]);
        var second = fixture.Plan("rank3");
        second = second with { Train = second.Train with { Rank = 3, Lora = new LoraPlan(StartFrom: "rank2.safetensors") } };
        using var trainer = TrainerProgram.Train(second, fixture.PlanFile("rank3"));
        Assert.Equal(TrainerExitCode.BadModel, await trainer.End());
        Assert.Contains("does not fit a LoRA of rank 3", Assert.IsType<Failed>(trainer.Events[^1]).Message, StringComparison.Ordinal);
    }

    private RunPlan PlanOfEverything(string run, int steps = 20)
    {
        TinyPng.Write(fixture.Folder["dataset", "a-mask.png"], 64, 64, phase: 3);
        var plan = fixture.Plan(run, steps);
        return plan with
        {
            Dataset = plan.Dataset with { Images = [.. plan.Dataset.Images.Select(image => image.File == "a.png" ? image with { Mask = "a-mask.png" } : image)] },
            Train = plan.Train with { Batches = Everything },
        };
    }

    private async Task<List<(int Step, string Sha256)>> Checksums(RunPlan plan)
    {
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile(plan.Run));
        var code = await trainer.End();
        Assert.True(code == TrainerExitCode.Done, trainer.Events[^1].ToString());
        return [.. trainer.Events.OfType<CheckpointSaved>().Select(saved => (saved.Step, saved.Sha256))];
    }
}
