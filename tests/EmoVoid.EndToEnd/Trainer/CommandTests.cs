using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Trainer;

/// <summary>What a person asks of a run while it trains; the run ends with the same bits as one that nobody asked.</summary>
public sealed class CommandTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    [Fact]
    public async Task A_checkpoint_and_pictures_are_made_when_a_line_on_standard_input_asks_for_them()
    {
        var plan = WithPrompts(fixture.Plan("asked", steps: 100_000));
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile("asked"));
        await trainer.Until(said => said is Started);
        await Write(trainer, "save\n\nsing a song\nsample\n");
        var asked = (CheckpointSaved)await trainer.Until(said => said is CheckpointSaved { Reason: CheckpointReason.Asked });
        await trainer.Until(said => said is CheckpointSaved saved && saved.Step > asked.Step);
        await Write(trainer, "stop\n");
        Assert.Equal(TrainerExitCode.Stopped, await trainer.End());

        Assert.Single(trainer.Events.OfType<CheckpointSaved>(), saved => saved.Reason == CheckpointReason.Asked);
        Assert.Single(Directory.GetFiles(Path.Combine(plan.CheckpointFolder, "samples")));
        Assert.Empty(trainer.Events.OfType<Noted>());
        Assert.Contains("'sing a song' is no command and is passed over; known are save, sample and stop", await trainer.Log(), StringComparison.Ordinal);
        var planned = IntervalsOf(trainer.Events);
        Assert.Equal(await Unasked(plan, until: planned[^1].Step), planned);
    }

    [Fact]
    public async Task Pictures_of_a_plan_without_prompts_cannot_be_asked_for()
    {
        using var trainer = TrainerProgram.Train(fixture.Plan("promptless", steps: 100_000), fixture.PlanFile("promptless"));
        await trainer.Until(said => said is Started);
        await Write(trainer, "sample\n");
        var note = (Noted)await trainer.Until(said => said is Noted);
        Assert.Contains("no prompts", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_standard_input_the_words_come_from_a_file_and_the_events_go_to_one()
    {
        var plan = WithPrompts(fixture.Plan("files", steps: 100_000));
        var (commands, events) = (fixture.Folder.Write("commands", "stop\n"), fixture.Folder.Write("events.jsonl", "{\"event\":\"st"));
        var environment = new Dictionary<string, string> { [TrainerVariables.Commands] = commands, [TrainerVariables.Events] = events };
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile("files"), environment);
        trainer.Input.Close();
        await Wait.Until(() => Said().Any(said => said is Stepped), "the first step");

        await File.AppendAllTextAsync(commands, "sa");
        await File.AppendAllTextAsync(commands, "ve\nsample\n");
        await Wait.Until(() => Said().Any(said => said is CheckpointSaved { Reason: CheckpointReason.Asked }), "the checkpoint asked for");
        await Wait.Until(() => Directory.Exists(Path.Combine(plan.CheckpointFolder, "samples")), "the pictures asked for");
        await File.AppendAllTextAsync(commands, "stop\n");
        Assert.Equal(TrainerExitCode.Stopped, await trainer.End());

        Assert.Empty(trainer.Events);
        Assert.Empty(trainer.OtherLines);
        Assert.True(Assert.IsType<Finished>(Said()[^1]).Stopped);
        var stepped = Said().OfType<Stepped>().Select(said => said.Step).ToList();
        Assert.Equal(Enumerable.Range(1, stepped.Count), stepped);

        // As a cluster does: the same files again, for the next part of the run.
        var rest = plan with { Train = plan.Train with { Steps = stepped.Count + 8 } };
        using var again = TrainerProgram.Train(rest, fixture.PlanFile("files"), environment);
        again.Input.Close();
        Assert.Equal(TrainerExitCode.Done, await again.End());
        Assert.Equal(new Finished(stepped.Count + 8, Stopped: false), Said()[^1]);

        List<TrainerEvent> Said() => [.. ReadLines(events).Select(TrainerEvent.TryParse).OfType<TrainerEvent>()];
    }

    private static string[] ReadLines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n');
    }

    private static RunPlan WithPrompts(RunPlan plan) => plan with
    {
        Sample = new() { Prompts = ["zenigata"], Candidates = 1, Steps = 2, Guidance = 4, Seed = 1, Width = 64, Height = 64 },
    };

    private static async Task Write(TrainerProgram trainer, string lines)
    {
        await trainer.Input.WriteAsync(lines);
        await trainer.Input.FlushAsync();
    }

    private async Task<List<(int Step, string Sha256)>> Unasked(RunPlan plan, int until)
    {
        using var trainer = TrainerProgram.Train(plan with { CheckpointFolder = fixture.Folder["unasked"] }, fixture.PlanFile("unasked"));
        await trainer.Until(said => said is CheckpointSaved saved && saved.Step == until);
        return IntervalsOf(trainer.Events);
    }

    private static List<(int Step, string Sha256)> IntervalsOf(IEnumerable<TrainerEvent> events) =>
        [.. events.OfType<CheckpointSaved>().Where(saved => saved.Reason is CheckpointReason.Interval or CheckpointReason.Light).Select(saved => (saved.Step, saved.Sha256))];
}
