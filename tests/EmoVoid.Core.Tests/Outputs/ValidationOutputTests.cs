using System.Text;
using System.Text.Json.Nodes;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Tests.Scheduling;
using SkiaSharp;
using static EmoVoid.Core.Tests.Scheduling.ScriptedTrainer;

namespace EmoVoid.Core.Tests.Outputs;

/// <summary>What was measured at the checkpoints, from the trainer's words to the report and the plot.</summary>
public sealed class ValidationOutputTests : IDisposable
{
    private readonly ScriptedTrainer _trainer = new();

    private TestState State => _trainer.State;

    public void Dispose() => _trainer.Dispose();

    [Fact]
    public async Task A_run_with_held_out_pictures_has_their_losses_in_its_report()
    {
        var run = _trainer.Queue("zenigata", heldOut: ["h0.png", "h1.png"]);
        await _trainer.Follow(run, $"""
            {Say(new Started("0.1", "2.10", "cpu", 1000, 2, 0))}
            {Say(Measure(0, [0.5, 0.5], [0.5, 0.5]))}
            {StepAndSave(1)}
            {Say(Measure(1, [0.41, 0.43], [0.3, 0.32]))}
            {StepAndSave(2)}
            {Say(Measure(2, [0.43, 0.452], [0.1, 0.12]))}
            {Say(new Finished(2, false))}
            """);

        var report = await File.ReadAllTextAsync(Path.Combine(State.Folder.OutputOf(run.Id), "report.md"), TestContext.Current.CancellationToken);
        Assert.Contains("Held-out loss is lowest at step 1: 0.42; step 2 is higher by 0.021 ± 0.001, so it has begun to memorize.", report);
        Assert.Contains("| images | 20, and 2 held out |", report);
        Assert.Contains("| 0 | 0.5 | 0.5 | 0 | +0.08 ± 0.01 |", report);
        Assert.Contains("| 2 | 0.441 | 0.11 | +0.331 ± 0.01487 | +0.021 ± 0.001 |", report);
        Assert.Contains("the same 2 pairs of a held-out picture and a noise, and 2 of a trained picture", report);

        var data = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(State.Folder.OutputOf(run.Id), "report.json"), TestContext.Current.CancellationToken))!["validation"]!;
        Assert.Equal(["h0.png", "h1.png"], data["held_out"]!.AsArray().Select(file => (string)file!));
        Assert.Equal(1, (int)data["against"]!);
        Assert.Equal(0.021, (double)data["checkpoints"]![2]!["against"]!["difference"]!, 1e-9);
        Assert.Equal(0.452, (double)data["checkpoints"]![2]!["held_out_pairs"]![1]!["loss"]!);
    }

    [Fact]
    public async Task A_run_of_trained_pictures_alone_says_what_its_losses_cannot_show_and_one_without_measures_says_nothing()
    {
        var (alone, none) = (_trainer.Queue("alone"), _trainer.Queue("none"));
        await _trainer.Follow(alone, $"{Say(Measure(0, [], [0.5, 0.5]))}\n{StepAndSave(1)}\n{Say(Measure(1, [], [0.3, 0.4]))}\n{Say(new Finished(1, false))}");
        await _trainer.Follow(none, $"{StepAndSave(1)}\n{Say(new Finished(1, false))}");

        var report = await File.ReadAllTextAsync(Path.Combine(State.Folder.OutputOf(alone.Id), "report.md"), TestContext.Current.CancellationToken);
        Assert.Contains("No pictures were held out: with 20 pictures every one counts. These losses are of trained pictures alone and cannot show memorizing.", report);
        Assert.Contains("| step | trained loss | against step 1 |", report);
        Assert.DoesNotContain("gap", report);
        Assert.DoesNotContain("oss |\n|", await File.ReadAllTextAsync(Path.Combine(State.Folder.OutputOf(none.Id), "report.md"), TestContext.Current.CancellationToken));
        Assert.Null(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(State.Folder.OutputOf(none.Id), "report.json"), TestContext.Current.CancellationToken))!["validation"]);
    }

    [Theory]
    [InlineData(PlotTheme.Light)]
    [InlineData(PlotTheme.Dark)]
    public void The_plot_shows_both_means_at_the_checkpoints_and_nothing_of_them_where_there_are_none(PlotTheme theme)
    {
        var (measured, alone, none) = (Recorded("measured", heldOut: true), Recorded("alone", heldOut: false), State.Record(PlotCurves.Losses(840), 0.05, 84, name: "none"));
        var colours = PlotColours.Of(theme);
        Assert.All([Pixels(measured, colours.HeldOut), Pixels(measured, colours.Trained), Pixels(alone, colours.Trained)], seen => Assert.InRange(seen, 500, 50_000));
        Assert.All([Pixels(alone, colours.HeldOut), Pixels(none, colours.HeldOut), Pixels(none, colours.Trained)], seen => Assert.InRange(seen, 0, 5));
        Assert.Equal((true, false, false), (Says(measured, "held-out pictures"), Says(alone, "held-out pictures"), Says(none, "trained pictures")));

        int Pixels(Run run, SKColor colour)
        {
            using var picture = SKBitmap.Decode(_trainer.Plotter.Draw(run, PlotFormat.Png, new PlotLook(theme)));
            return picture.Pixels.Count(pixel => pixel == colour);
        }

        bool Says(Run run, string words) => Encoding.UTF8.GetString(_trainer.Plotter.Draw(run, PlotFormat.Svg, new PlotLook(theme))!).Contains(words, StringComparison.Ordinal);
    }

    /// <summary>The held-out loss turns in the middle of the run, and the trained one does not.</summary>
    private Run Recorded(string name, bool heldOut)
    {
        var run = State.Record(PlotCurves.Losses(840), stopLoss: 0.05, every: 84, name: name);
        foreach (var step in Enumerable.Range(0, 11).Select(i => i * 84))
        {
            var down = 0.12 * Math.Exp(-step / 200.0);
            State.Validations.Keep(run.Id, Measure(step, heldOut ? [0.07 + down + step / 30_000.0, 0.08 + down] : [], [0.04 + down, 0.05 + down]));
        }

        return run;
    }

    private static Validated Measure(int step, double[] heldOut, double[] trained) => new(step, Pairs("h", heldOut), Pairs("t", trained), Seconds: 0.5);

    private static List<PairLoss> Pairs(string prefix, double[] losses) => [.. losses.Select((loss, i) => new PairLoss($"{prefix}{i}.png", 0.25 + 0.5 * i, loss))];
}
