using System.Text.Json.Nodes;
using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Tests.Scheduling;
using EmoVoid.Testing;
using ScottPlot;
using SkiaSharp;
using static EmoVoid.Core.Tests.Scheduling.ScriptedTrainer;

namespace EmoVoid.Core.Tests.Outputs;

/// <summary>Real pictures: what has to be seen is looked for by its colour.</summary>
public sealed class LossPlotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedTrainer _trainer = new();

    private TestState State => _trainer.State;

    public void Dispose()
    {
        _folder.Dispose();
        _trainer.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(1200)]
    [InlineData(20_000)]
    public void A_run_of_any_length_shows_average_stop_loss_light_and_the_recommended_step(int steps)
    {
        var seen = ColoursOf(CurveOf(Losses(steps), stopLoss: 0.05, every: Math.Max(1, steps / 8)));

        Assert.InRange(seen(PlotColours.StopLoss), 300, int.MaxValue);
        Assert.InRange(seen(PlotColours.Recommended), 500, int.MaxValue);
        Assert.InRange(seen(PlotColours.Average), steps == 1 ? 5 : 500, int.MaxValue);
        Assert.Equal(steps >= 1200, seen(LightOnPaper) > 500);
    }

    [Fact]
    public void Without_light_there_is_no_band_and_without_a_checkpoint_no_recommended_step()
    {
        var never = CurveOf(Losses(300), stopLoss: 0.001, every: 50);

        Assert.Equal(0, ColoursOf(never)(LightOnPaper));
        Assert.Equal(0, ColoursOf(never with { Saves = [], Advice = CheckpointAdvisor.Recommend([], []) })(PlotColours.Recommended));
    }

    [Fact]
    public void Skipped_steps_are_a_gap_and_no_line()
    {
        var whole = CurveOf(Losses(300), stopLoss: 0.01, every: 300);
        var skipped = whole with { Steps = [.. whole.Steps.Where(step => step.Step is < 100 or > 200)] };

        Assert.Equal([(1, 99), (201, 300)], skipped.Stretches().Select(stretch => (stretch[0].Step, stretch[^1].Step)));
        Assert.InRange(ColoursOf(skipped)(PlotColours.Average), 200, ColoursOf(whole)(PlotColours.Average) * 4 / 5);
    }

    [Fact]
    public void Losses_of_zero_and_a_run_that_does_not_move_have_an_axis_with_marks()
    {
        foreach (var scale in new[] { new LossScale([0, 0, 0.04]), new LossScale([0.04, 0.0400001]), new LossScale([0]), new LossScale([1e-9, 4000]) })
        {
            Assert.True(double.IsFinite(scale.Bottom) && scale.Top - scale.Bottom >= Math.Log10(4));
            Assert.InRange(scale.At(0), scale.Bottom, scale.Top);
            Assert.InRange(ScaleMarks(scale).Length, 2, 12);
        }
    }

    [Fact]
    public async Task A_completed_run_has_it_in_its_report()
    {
        var run = _trainer.Queue("zenigata");

        await _trainer.Follow(run, StepAndSave(1));

        var output = State.Folder.OutputOf(run.Id);
        Assert.Equal(Path.Combine(output, "loss.png"), _trainer.Plotter.Find(run.Id));
        Assert.Equal("loss.png", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(output, "report.json")))!["loss_plot"]);
        Assert.Contains("![loss](loss.png)", File.ReadAllText(Path.Combine(output, "report.md")));
    }

    [Fact]
    public async Task A_failed_run_that_took_a_step_has_it_in_its_work_folder()
    {
        var run = _trainer.Queue("zenigata");

        await _trainer.Follow(run, StepAndSave(1) + "\nexit 7");

        Assert.Equal(RunState.Failed, State.Runs.Get(run.Id).State);
        Assert.Equal(Path.Combine(State.Folder.WorkOf(run.Id), "loss.png"), _trainer.Plotter.Find(run.Id));
    }

    [Fact]
    public async Task A_plot_that_cannot_be_written_is_a_note_and_the_run_is_completed()
    {
        var run = _trainer.Queue("zenigata");

        await _trainer.Follow(run, StepAndSave(1) + "\nmkdir -p result/loss.png");

        var report = File.ReadAllText(Path.Combine(State.Folder.OutputOf(run.Id), "report.md"));
        Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
        Assert.StartsWith("There is no loss plot: ", Assert.Single(State.Runs.Notes(run.Id)));
        Assert.Contains("There is no loss plot: ", report);
        Assert.DoesNotContain("![loss]", report);
        Assert.Null(_trainer.Plotter.Find(run.Id));
    }

    /// <summary>The light's colour as it comes to lie on white, where no line crosses it.</summary>
    private static Color LightOnPaper => PlotColours.Light.MixedWith(PlotColours.Paper, 0.5);

    /// <summary>From 0.2 down to about 0.045, with a flutter that is the same every time.</summary>
    private static IEnumerable<double> Losses(int steps) =>
        Enumerable.Range(1, steps).Select(step => (0.04 + 0.16 * Math.Exp(-5.0 * step / steps)) * (1 + 0.3 * Math.Sin(step * 12.9898)));

    private static LossCurve CurveOf(IEnumerable<double> losses, double stopLoss, int every)
    {
        var controller = new EmoVoidController(new EmoVoidSettings(StopLoss: stopLoss));
        var steps = losses.Select((loss, i) => MetricOf(i + 1, loss, controller.Step(loss))).ToList();
        int[] saves = [.. steps.Select(step => step.Step).Where(step => step % every == 0)];
        var lit = steps.Where(step => step.Lit).Select(step => step.Step);
        return new LossCurve("zenigata", stopLoss, steps, saves, CheckpointAdvisor.Recommend(saves, lit, steps.Select(step => new StepLoss(step.Step, step.Loss)), stopLoss));
    }

    private static Metric MetricOf(int step, double loss, ControllerStep taken) => new()
    {
        Step = step, Loss = loss, Pulse = taken.Pulse, StopBase = taken.StopBase, MediumLoss = taken.MediumLoss, Lit = taken.IsLit, Seconds = 0.1,
    };

    private static Tick[] ScaleMarks(LossScale scale)
    {
        var marks = scale.Marks();
        using var paint = Paint.NewDisposablePaint();
        marks.Regenerate(new CoordinateRange(scale.Bottom, scale.Top), Edge.Left, new PixelLength(400), paint, new LabelStyle());
        return marks.Ticks;
    }

    /// <summary>Draws a curve and counts the pixels of a colour, give or take two shades.</summary>
    private Func<Color, int> ColoursOf(LossCurve curve)
    {
        var file = _folder[Guid.NewGuid() + ".png"];
        LossPicture.Save(curve, file);
        using var picture = SKBitmap.Decode(file);
        Assert.Equal((1200, 675), (picture.Width, picture.Height));
        var pixels = picture.Pixels;
        return colour => pixels.Count(pixel =>
            Math.Abs(pixel.Red - colour.R) <= 2 && Math.Abs(pixel.Green - colour.G) <= 2 && Math.Abs(pixel.Blue - colour.B) <= 2);
    }
}
