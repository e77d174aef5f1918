using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;

namespace EmoVoid.EndToEnd.Trainer;

/// <summary>What a power failure, a full disk or a broken one leaves behind: the run goes on, tells its whole history, and ends with the same bits.</summary>
/// <remarks>A run of 20 steps that is done has states of step 20 and, before it, of 16; each test damages a copy of its folder.</remarks>
public sealed class TornFileTests(FinishedRun run) : IClassFixture<FinishedRun>
{
    private const string State = "state.safetensors", Previous = "state.previous.safetensors", Journal = "events.jsonl";

    [Theory]
    [InlineData("torn")]
    [InlineData("flipped")]
    [InlineData("empty")]
    public async Task A_damaged_state_is_not_believed_and_the_one_before_it_is_gone_on_from(string damage)
    {
        var plan = run.Copy("damaged-" + damage);
        Damage(Path.Combine(plan.CheckpointFolder, State), damage);
        var resumed = await GoesOnToTheSameEnd(plan, resumedAt: 16);
        var note = Assert.Single(resumed.OfType<Noted>()).Message;
        Assert.StartsWith("The run goes on from an older state, of step 16, since a newer one is damaged: state.safetensors (", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_no_state_is_whole_the_run_begins_afresh_and_says_so()
    {
        var plan = run.Copy("hopeless");
        Damage(Path.Combine(plan.CheckpointFolder, State), "torn");
        Damage(Path.Combine(plan.CheckpointFolder, Previous), "flipped");
        var resumed = await GoesOnToTheSameEnd(plan, resumedAt: 0);
        var note = Assert.Single(resumed.OfType<Noted>()).Message;
        Assert.StartsWith("No saved state is whole, so the run begins afresh: state.safetensors (", note, StringComparison.Ordinal);
        Assert.Contains(Previous, note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_was_on_its_way_to_its_place_is_gone_on_from()
    {
        var plan = run.Copy("on-its-way");
        File.Move(Path.Combine(plan.CheckpointFolder, State), Path.Combine(plan.CheckpointFolder, "state.next.safetensors"));
        Assert.Empty((await GoesOnToTheSameEnd(plan, resumedAt: 20)).OfType<Noted>());
    }

    [Fact]
    public async Task A_state_of_an_earlier_version_has_no_hash_and_is_gone_on_from()
    {
        var plan = run.Copy("earlier");
        Rewrite(Path.Combine(plan.CheckpointFolder, State), metadata => metadata.Remove("emovoid.sha256") && metadata.Remove("emovoid.planned"));
        File.Delete(Path.Combine(plan.CheckpointFolder, Previous));
        Assert.Empty((await GoesOnToTheSameEnd(plan, resumedAt: 20)).OfType<Noted>());
    }

    [Fact]
    public async Task A_state_of_another_plan_is_refused_although_an_older_one_would_fit()
    {
        var plan = run.Copy("foreign");
        Rewrite(Path.Combine(plan.CheckpointFolder, State), metadata => metadata.Remove("emovoid.sha256") && (metadata["emovoid.plan"] = new string('0', 64)) is not null);
        using var refused = TrainerProgram.Train(plan, FinishedRun.PlanFile(plan));
        Assert.Equal(TrainerExitCode.BadPlan, await refused.End());
    }

    [Fact]
    public async Task A_torn_last_line_of_the_journal_is_passed_over()
    {
        var plan = run.Copy("line");
        await File.AppendAllTextAsync(Path.Combine(plan.CheckpointFolder, Journal), "{\"event\":\"step\",\"step\":21,\"lo");
        Assert.Empty((await GoesOnToTheSameEnd(plan, resumedAt: 20)).OfType<Noted>());
        Assert.All(await File.ReadAllLinesAsync(Path.Combine(plan.CheckpointFolder, Journal)), line => Assert.NotNull(TrainerEvent.TryParse(line)));
    }

    [Fact]
    public async Task Steps_that_a_damaged_journal_does_not_tell_are_noted()
    {
        var plan = run.Copy("gap");
        var journal = Path.Combine(plan.CheckpointFolder, Journal);
        await File.WriteAllLinesAsync(journal, (await File.ReadAllLinesAsync(journal)).Where(line => TrainerEvent.TryParse(line) is not Stepped { Step: 3 or 4 }));
        using var resumed = TrainerProgram.Train(plan, FinishedRun.PlanFile(plan));
        Assert.Equal(TrainerExitCode.Done, await resumed.End());
        Assert.Contains("does not tell 2 of its 20 steps, 3 to 4", Assert.Single(resumed.Events.OfType<Noted>()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(16)]
    public async Task A_damaged_checkpoint_is_written_again_where_a_state_of_its_step_is_kept(int step)
    {
        var plan = run.Copy($"lora-{step}");
        Damage(Path.Combine(plan.CheckpointFolder, $"torn-step{step:D8}.safetensors"), "torn");
        var resumed = await GoesOnToTheSameEnd(plan, resumedAt: 20);
        Assert.Contains($"step{step:D8}.safetensors was damaged, and was written again", Assert.Single(resumed.OfType<Noted>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_that_is_gone_for_good_is_left_out_and_the_run_goes_on()
    {
        var plan = run.Copy("lost");
        File.Delete(Path.Combine(plan.CheckpointFolder, "torn-step00000008.safetensors"));
        using var resumed = TrainerProgram.Train(plan, FinishedRun.PlanFile(plan));
        Assert.Equal(TrainerExitCode.Done, await resumed.End());
        Assert.Equal([16, 20], resumed.Events.OfType<CheckpointSaved>().Select(saved => saved.Step));
        Assert.Contains("torn-step00000008.safetensors is gone, and no state of its step is kept", Assert.Single(resumed.Events.OfType<Noted>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_dead_processes_have_left_half_written_is_removed_and_what_living_ones_write_stays()
    {
        var plan = run.Copy("leftovers");
        plan = plan with { CacheFolder = plan.CheckpointFolder + "-cache" };
        var machine = Environment.MachineName;
        string[] dead =
        [
            Put(plan.CheckpointFolder, $"state.next.safetensors.{machine}.{int.MaxValue}.part"), Put(plan.CheckpointFolder, "state.safetensors.part"),
            Put(plan.CheckpointFolder, "samples/step1.png.elsewhere.1.part"), Put(plan.CacheFolder, $"latents/ab/abc.safetensors.{machine}.{int.MaxValue}.part"),
        ];
        string[] alive = [Put(plan.CacheFolder, $"latents/ab/abc.safetensors.{machine}.{Environment.ProcessId}.part"), Put(plan.CacheFolder, "contexts/ab/a.safetensors.elsewhere.1.part")];
        using var trainer = TrainerProgram.Train(plan, FinishedRun.PlanFile(plan));
        Assert.Equal(TrainerExitCode.Done, await trainer.End());
        Assert.DoesNotContain(dead, File.Exists);
        Assert.All(alive, path => Assert.True(File.Exists(path), path));
    }

    private async Task<List<TrainerEvent>> GoesOnToTheSameEnd(RunPlan plan, int resumedAt)
    {
        using var resumed = TrainerProgram.Train(plan, FinishedRun.PlanFile(plan));
        Assert.Equal(TrainerExitCode.Done, await resumed.End());
        Assert.Equal(resumedAt, Assert.Single(resumed.Events.OfType<Started>()).ResumedAt);
        Assert.Equal(StepsOf(run.Events), StepsOf(resumed.Events));
        Assert.Equal(run.Events.OfType<CheckpointSaved>(), resumed.Events.OfType<CheckpointSaved>());
        Assert.Equal(run.Files, FinishedRun.HashesOf(plan));
        return resumed.Events;
    }

    private static IEnumerable<Stepped> StepsOf(IEnumerable<TrainerEvent> events) => events.OfType<Stepped>().Select(stepped => stepped with { Seconds = 0 });

    private static void Damage(string path, string how)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^5] ^= 0x40;
        File.WriteAllBytes(path, how switch { "torn" => bytes[..(bytes.Length / 2)], "empty" => [], _ => bytes });
    }

    private static void Rewrite(string path, Func<Dictionary<string, string>, bool> change)
    {
        Dictionary<string, string> metadata;
        List<SafetensorsWriter.Entry> entries;
        using (var file = SafetensorsFile.Open(path))
        {
            metadata = file.Metadata.ToDictionary();
            entries = [.. file.Tensors.Values.Select(info => SafetensorsWriter.Entry.Of(info.Name, info.Type, info.Shape, file.Bytes(info.Name).ToArray()))];
        }

        Assert.True(change(metadata));
        SafetensorsWriter.Write(path, entries, metadata);
    }

    private static string Put(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "half");
        return path;
    }
}
