using System.Security.Cryptography;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Safetensors;

namespace EmoVoid.EndToEnd.Trainer;

public sealed class TrainTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    [Fact]
    public async Task A_plan_becomes_events_and_checkpoints()
    {
        var plan = fixture.Plan("whole");
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile("whole"));
        Assert.Equal(TrainerExitCode.Done, await trainer.End());

        Assert.Empty(trainer.OtherLines);
        Assert.Equal(Enumerable.Range(1, 20), trainer.Events.OfType<Stepped>().Select(stepped => stepped.Step));
        Assert.Equal(new Finished(20, Stopped: false), trainer.Events[^1]);
        Assert.Equal(0, Assert.Single(trainer.Events.OfType<Started>()).ResumedAt);
        Assert.Equal(new Preparing("latents", 4, 4), trainer.Events.OfType<Preparing>().Last(stage => stage.Stage == "latents"));

        var checkpoints = trainer.Events.OfType<CheckpointSaved>().ToList();
        Assert.Equal([(8, CheckpointReason.Interval), (16, CheckpointReason.Interval), (20, CheckpointReason.Last)], checkpoints.Select(saved => (saved.Step, saved.Reason)));
        Assert.All(checkpoints, saved =>
        {
            var file = Path.Combine(plan.CheckpointFolder, saved.File);
            Assert.Equal($"whole-step{saved.Step:D8}.safetensors", saved.File);
            Assert.Equal(saved.Bytes, new FileInfo(file).Length);
            Assert.Equal(saved.Sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        });
    }

    [Fact]
    public async Task How_the_memory_is_used_is_told_before_anything_is_computed_for_it()
    {
        var plan = fixture.Plan("mode", steps: 1) with { Memory = new() { Base = BaseWeights.Int8 } };
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile("mode"));
        Assert.Equal(TrainerExitCode.Done, await trainer.End());
        Assert.StartsWith("Trained with int8 weights", Assert.IsType<Noted>(trainer.Events[0]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_is_a_lora_that_other_tools_read()
    {
        var plan = fixture.Plan("lora", steps: 3);
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile("lora"));
        Assert.Equal(TrainerExitCode.Done, await trainer.End());

        using var file = SafetensorsFile.Open(Path.Combine(plan.CheckpointFolder, "lora-step00000003.safetensors"));
        Assert.Equal([2, 192], file.Info("lora_unet_blocks_0_self_attn_q_proj.lora_down.weight").Shape);
        Assert.Equal([192, 2], file.Info("lora_unet_blocks_0_self_attn_q_proj.lora_up.weight").Shape);
        Assert.Equal([], file.Info("lora_unet_blocks_6_mlp_layer2.alpha").Shape);
        Assert.Equal(7 * 10 * 3, file.Tensors.Count);
        Assert.Equal(("2", "1", "networks.lora_anima"), (file.Metadata["ss_network_dim"], file.Metadata["ss_network_alpha"], file.Metadata["ss_network_module"]));
        Assert.Equal(("3", "42", "(64, 64)", "6"), (file.Metadata["ss_steps"], file.Metadata["ss_seed"], file.Metadata["ss_resolution"], file.Metadata["ss_num_train_images"]));
        Assert.Equal("anima-preview/lora", file.Metadata["modelspec.architecture"]);
        Assert.Contains("\"zenigata\":3", file.Metadata["ss_tag_frequency"], StringComparison.Ordinal);
        Assert.DoesNotContain(file.Metadata.Values, value => value.Contains(fixture.Folder.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_plan_in_another_folder_gives_the_same_files()
    {
        var first = await ChecksumsOf("same", "first");
        Assert.Equal(first, await ChecksumsOf("same", "second"));
    }

    [Fact]
    public async Task Pictures_while_training_change_no_bit_of_the_run_and_their_failure_is_a_note()
    {
        var without = await ChecksumsOf("same", "unseen");
        var plan = fixture.Plan("same") with
        {
            CheckpointFolder = fixture.Folder["same-seen"],
            Sample = new() { Prompts = ["zenigata"], Candidates = 1, Steps = 2, Guidance = 4, Seed = 1, Width = 64, Height = 64, Every = 8 },
        };
        using (var seen = TrainerProgram.Train(plan, fixture.PlanFile("same-seen")))
        {
            Assert.Equal(TrainerExitCode.Done, await seen.End());
            Assert.Equal(without, seen.Events.OfType<CheckpointSaved>().Select(saved => (saved.Step, saved.Sha256)));
            Assert.Empty(seen.Events.OfType<Noted>());
            Assert.Equal(2, Directory.GetFiles(Path.Combine(plan.CheckpointFolder, "samples")).Length);
        }

        var unwritable = plan with { CheckpointFolder = fixture.Folder["same-unwritable"] };
        Directory.CreateDirectory(unwritable.CheckpointFolder);
        await File.WriteAllTextAsync(Path.Combine(unwritable.CheckpointFolder, "samples"), "a file where the folder should be");
        using var trainer = TrainerProgram.Train(unwritable, fixture.PlanFile("same-unwritable"));
        Assert.Equal(TrainerExitCode.Done, await trainer.End());
        Assert.Equal(without, trainer.Events.OfType<CheckpointSaved>().Select(saved => (saved.Step, saved.Sha256)));
        Assert.Contains("no more sample pictures", Assert.Single(trainer.Events.OfType<Noted>()).Message);
    }

    [Theory]
    [InlineData("term")]
    [InlineData("end of input")]
    [InlineData("kill")]
    public async Task A_run_that_was_cut_ends_with_the_same_bits_as_one_that_was_not(string cut)
    {
        var uncut = await ChecksumsOf("cut", "uncut");
        var plan = fixture.Plan("cut") with { CheckpointFolder = fixture.Folder["cut-by-" + cut] };

        using (var trainer = TrainerProgram.Train(plan, fixture.PlanFile("cut")))
        {
            await trainer.Until(said => said is Stepped { Step: 9 });
            Cut(trainer, cut);
            var code = await trainer.End();
            if (cut != "kill")
            {
                Assert.Equal(TrainerExitCode.Stopped, code);
                var finished = Assert.IsType<Finished>(trainer.Events[^1]);
                Assert.True(finished.Stopped);
                Assert.InRange(finished.Step, 9, 19);
                Assert.Equal((finished.Step, CheckpointReason.Stop), trainer.Events.OfType<CheckpointSaved>().Select(saved => (saved.Step, saved.Reason)).Last());
            }
        }

        using var resumed = TrainerProgram.Train(plan, fixture.PlanFile("cut"));
        Assert.Equal(TrainerExitCode.Done, await resumed.End());
        Assert.InRange(Assert.Single(resumed.Events.OfType<Started>()).ResumedAt, 8, 19);
        Assert.Equal(Enumerable.Range(1, 20), resumed.Events.OfType<Stepped>().Select(stepped => stepped.Step));
        var checksums = resumed.Events.OfType<CheckpointSaved>().Where(saved => saved.Reason != CheckpointReason.Stop).Select(saved => (saved.Step, saved.Sha256));
        Assert.Equal(uncut, checksums);
    }

    [Fact]
    public async Task A_finished_run_that_is_started_again_only_tells_what_it_did()
    {
        var plan = fixture.Plan("again", steps: 4);
        using (var trainer = TrainerProgram.Train(plan, fixture.PlanFile("again")))
            await trainer.End();
        using var again = TrainerProgram.Train(plan, fixture.PlanFile("again"));
        Assert.Equal(TrainerExitCode.Done, await again.End());
        Assert.Equal(4, Assert.Single(again.Events.OfType<Started>()).ResumedAt);
        Assert.Equal(new Finished(4, Stopped: false), again.Events[^1]);
    }

    [Fact]
    public async Task A_run_goes_on_when_its_model_has_moved_and_not_when_it_has_changed()
    {
        var plan = fixture.Plan("moved", steps: 2);
        using (var trainer = TrainerProgram.Train(plan, fixture.PlanFile("moved")))
            Assert.Equal(TrainerExitCode.Done, await trainer.End());

        var moved = plan with { Model = fixture.CopyOfModel(plan.Model), Train = plan.Train with { Steps = 3 } };
        using (var goesOn = TrainerProgram.Train(moved, fixture.PlanFile("moved")))
        {
            Assert.Equal(TrainerExitCode.Done, await goesOn.End());
            Assert.Equal(2, Assert.Single(goesOn.Events.OfType<Started>()).ResumedAt);
        }

        using (var weights = File.OpenWrite(moved.Model.Dit))
        {
            weights.Seek(-1, SeekOrigin.End);
            weights.WriteByte(0x11);
        }

        using var refused = TrainerProgram.Train(moved, fixture.PlanFile("moved"));
        Assert.Equal(TrainerExitCode.BadPlan, await refused.End());
        Assert.Contains("another model", Assert.IsType<Failed>(refused.Events[^1]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_stops_listening_stops_the_run()
    {
        var plan = fixture.Plan("deaf", steps: 100_000);
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile("deaf"));
        await trainer.Until(said => said is Stepped { Step: 2 });
        Assert.Equal(TrainerExitCode.Stopped, await trainer.EndWithoutListening());
    }

    private static void Cut(TrainerProgram trainer, string how)
    {
        if (how == "term")
            trainer.SendTerminate();
        else if (how == "kill")
            trainer.KillAtOnce();
        else
            trainer.Input.Close();
    }

    private async Task<List<(int Step, string Sha256)>> ChecksumsOf(string run, string folder)
    {
        var plan = fixture.Plan(run) with { CheckpointFolder = fixture.Folder[run + "-" + folder] };
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile($"{run}-{folder}"));
        Assert.Equal(TrainerExitCode.Done, await trainer.End());
        return [.. trainer.Events.OfType<CheckpointSaved>().Select(saved => (saved.Step, saved.Sha256))];
    }
}
