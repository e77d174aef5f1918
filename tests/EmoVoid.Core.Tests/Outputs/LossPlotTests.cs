using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Tests.Scheduling;
using ScottPlot;
using SkiaSharp;
using static EmoVoid.Core.Tests.Scheduling.ScriptedTrainer;

namespace EmoVoid.Core.Tests.Outputs;

/// <summary>Real pictures: what has to be seen is looked for by its colour in the PNG, and by its words and marks in the SVG.</summary>
public sealed class LossPlotTests : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly ScriptedTrainer _trainer = new();

    private TestState State => _trainer.State;

    public void Dispose() => _trainer.Dispose();

    [Theory]
    [InlineData(1, PlotTheme.Light)]
    [InlineData(24, PlotTheme.Dark)]
    [InlineData(1200, PlotTheme.Light)]
    [InlineData(1200, PlotTheme.Dark)]
    [InlineData(20_000, PlotTheme.Dark)]
    public void A_run_of_any_length_shows_averages_stop_loss_light_and_the_recommended_step(int steps, PlotTheme theme)
    {
        var (run, colours) = (State.Record(PlotCurves.Losses(steps), stopLoss: 0.05, every: Math.Max(1, steps / 8)), PlotColours.Of(theme));

        var seen = ColoursOf(run, new PlotLook(theme));

        Assert.Equal(theme == PlotTheme.Dark, colours.Paper.Red < 128);
        Assert.InRange(seen(colours.Paper), 1200 * 800 / 4, 1200 * 800);
        Assert.InRange(seen(colours.Ink), 200, int.MaxValue);
        Assert.InRange(seen(colours.StopLoss), 300, int.MaxValue);
        Assert.InRange(seen(colours.Recommended), 500, int.MaxValue);
        foreach (var average in new[] { colours.Short, colours.Medium, colours.Long })
            Assert.InRange(seen(average), 5, int.MaxValue);
        Assert.Equal(steps >= 1200, seen(colours.Light) > 200);
    }

    [Theory]
    [InlineData(640, 480)]
    [InlineData(2500, 500)]
    public void The_picture_has_the_size_that_was_asked_for(int width, int height)
    {
        var run = State.Record(PlotCurves.Losses(300), stopLoss: 0.05, every: 50);

        using var picture = SKBitmap.Decode(_trainer.Plotter.Draw(run, PlotFormat.Png, new PlotLook(PlotTheme.Dark, width, height)));
        var svg = SvgOf(run, new PlotLook(PlotTheme.Dark, width, height));

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.Equal((width, height), ((int)svg.Attribute("width")!, (int)svg.Attribute("height")!));
        Assert.Equal($"0 0 {width} {height}", (string?)svg.Attribute("viewBox"));
    }

    [Fact]
    public void Without_light_there_is_no_mark_of_it_and_without_a_checkpoint_no_recommended_step()
    {
        var colours = PlotColours.Of(PlotTheme.Light);
        var never = ColoursOf(State.Record(PlotCurves.Losses(300), stopLoss: 0.001, every: 50));
        var unsaved = State.Record(PlotCurves.Losses(300), stopLoss: 0.05, every: 301, name: "unsaved");

        Assert.Equal((0, 0), (never(colours.Light), never(colours.LightBand)));
        Assert.Equal(0, ColoursOf(unsaved)(colours.Recommended));
        Assert.Contains("No checkpoint was saved, so there is none to choose.", WordsIn(SvgOf(unsaved)));
    }

    [Fact]
    public void The_picture_says_what_to_choose_and_why_in_the_words_of_the_recommendation()
    {
        var run = State.Record(PlotCurves.Losses(840), stopLoss: 0.05, every: 120);
        var why = _trainer.Advice.For(run).Why;
        var step = _trainer.Advice.For(run).Candidates[0].Step;

        var words = WordsIn(SvgOf(run with { State = RunState.Completed }));

        Assert.Contains($"Take step {step}: ", words);
        Assert.Contains($"take step {step}", words);
        Assert.Contains(why[why.LastIndexOf(", ", StringComparison.Ordinal)..], words.ReplaceLineEndings(" "));
        Assert.Contains("step 840 of 840, completed", words);
        Assert.Contains($"So far, take step {step}: ", WordsIn(SvgOf(run)));
    }

    [Fact]
    public void A_sentence_that_has_no_room_loses_its_last_clauses_first()
    {
        var run = State.Record(PlotCurves.Losses(840), stopLoss: 0.0001, every: 120);

        var (wide, narrow) = (WordsIn(SvgOf(run)), WordsIn(SvgOf(run, new PlotLook(Width: 640))));

        Assert.Contains("would have turned it on.", wide);
        Assert.DoesNotContain("would have turned it on", narrow);
        Assert.DoesNotContain("…", narrow);
        Assert.Contains("the light was never on at a stop loss of 0.0001", narrow.ReplaceLineEndings(" "));
    }

    [Fact]
    public void Every_save_and_every_span_of_light_is_a_mark_of_its_own()
    {
        var run = State.Record(PlotCurves.Losses(840), stopLoss: 0.05, every: 60);
        var colours = PlotColours.Of(PlotTheme.Light);

        var svg = SvgOf(run);

        Assert.Equal(840 / 60, MarksIn(svg, colours.Medium));
        Assert.Equal(State.CurveOf(run).Light.Count, MarksIn(svg, colours.Light));
        Assert.Equal(State.CurveOf(run).Light.Count(span => span.Share == 1), MarksIn(svg, colours.LightBand));
        Assert.InRange(MarksIn(svg, colours.LightBand), 2, 840);
    }

    [Fact]
    public void A_week_of_steps_is_a_small_SVG_and_its_one_spike_is_in_it()
    {
        var losses = PlotCurves.Losses(60_000).Select((loss, i) => i == 30_000 ? 50 : loss);
        var run = State.Record(losses, stopLoss: 0.05, every: 500);

        var svg = _trainer.Plotter.Draw(run, PlotFormat.Svg, new PlotLook(PlotTheme.Light, 3840, 2160))!;

        Assert.InRange(svg.Length, 10_000, 500_000);
        Assert.Equal(50, State.CurveOf(run).Loss.Range.Highest);
        Assert.Contains("step (lowest and highest value of every 50)", WordsIn(Parsed(svg)));
    }

    [Fact]
    public void A_name_with_signs_that_XML_reserves_or_forbids_is_told_as_text()
    {
        var run = State.Record(PlotCurves.Losses(3), stopLoss: 0.05, every: 3, name: "a<b>&\"c\"\u0001\nd");

        var svg = SvgOf(run);

        Assert.Equal("a<b>&\"c\"  d", (string?)svg.Element(Svg + "title"));
        Assert.Contains("a<b>&\"c\" d", WordsIn(svg)); // Skia writes neighbouring spaces as one
    }

    [Fact]
    public void Letters_are_found_without_the_font_that_the_picture_was_made_with()
    {
        var fonts = SvgOf(State.Record(PlotCurves.Losses(3), stopLoss: 0.05, every: 3)).Descendants(Svg + "text").Select(text => (string?)text.Attribute("font-family"));

        Assert.All(fonts, font => Assert.EndsWith(", Verdana, sans-serif", font));
    }

    [Theory]
    [InlineData(640, 480, 840, 60)]
    [InlineData(640, 480, 12, 1)]
    [InlineData(640, 480, 1, 1)]
    [InlineData(1200, 800, 840, 60)]
    [InlineData(1200, 480, 12, 12)]
    [InlineData(3840, 2160, 1200, 7)]
    public void No_two_texts_lie_over_each_other_and_none_leaves_the_picture(int width, int height, int steps, int every)
    {
        var run = State.Record(PlotCurves.Losses(steps), stopLoss: 0.0412345, every, step => step % 100 == 7, new string('w', 100));

        var boxes = SvgOf(run, new PlotLook(PlotTheme.Light, width, height)).Descendants(Svg + "text").Select(BoxOf).ToList();

        Assert.All(boxes, box => Assert.True(new SKRect(0, 0, width, height).Contains(box.Place), $"{box}"));
        foreach (var (i, box) in boxes.Index())
            Assert.DoesNotContain(boxes.Skip(i + 1), other => other.Place.IntersectsWith(box.Place));
    }

    [Fact]
    public void Losses_of_zero_and_a_run_that_does_not_move_have_an_axis_with_marks()
    {
        foreach (var scale in new[] { new LogScale([0, 0], [0.04]), new LogScale([0.04, 0.0400001], []), new LogScale([0], []), new LogScale([1e-9, 4000], []), new LogScale([double.NaN], []) })
        {
            Assert.True(double.IsFinite(scale.Bottom) && scale.Top - scale.Bottom >= Math.Log10(3.99));
            Assert.InRange(scale.At(0), scale.Bottom, scale.Top);
            Assert.InRange(MarksOf(scale, most: 12).Length, 2, 12);
            Assert.InRange(MarksOf(scale, most: 2).Length, 1, 2);
        }
    }

    [Fact]
    public void A_spike_does_not_push_the_stop_loss_off_its_place()
    {
        var scale = new LogScale([0.05, 4000], [0.04]);

        Assert.Equal(Math.Log10(0.04), scale.At(0.04), 12);
    }

    [Fact]
    public async Task A_completed_run_has_it_in_its_report()
    {
        var run = _trainer.Queue("zenigata");

        await _trainer.Follow(run, StepAndSave(1));

        var output = State.Folder.OutputOf(run.Id);
        Assert.Equal(Path.Combine(output, "plot.png"), _trainer.Plotter.Find(run.Id));
        Assert.Equal("plot.png", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(output, "report.json")))!["plot"]);
        Assert.Contains("(plot.png)", File.ReadAllText(Path.Combine(output, "report.md")));
        var words = WordsIn(Parsed(File.ReadAllBytes(Path.Combine(output, "plot.svg"))));
        Assert.Contains("Take step 1: ", words);
        Assert.Contains(", completed", words);
    }

    [Fact]
    public async Task A_failed_run_that_took_a_step_has_it_in_its_work_folder()
    {
        var run = _trainer.Queue("zenigata");

        await _trainer.Follow(run, StepAndSave(1) + "\nexit 7");

        Assert.Equal(RunState.Failed, State.Runs.Get(run.Id).State);
        Assert.Equal(Path.Combine(State.Folder.WorkOf(run.Id), "plot.png"), _trainer.Plotter.Find(run.Id));
        Assert.Contains(", failed", WordsIn(Parsed(File.ReadAllBytes(Path.Combine(State.Folder.WorkOf(run.Id), "plot.svg")))));
    }

    [Fact]
    public async Task A_plot_that_cannot_be_written_is_a_note_and_the_run_is_completed()
    {
        var run = _trainer.Queue("zenigata");

        await _trainer.Follow(run, StepAndSave(1) + "\nmkdir -p result/plot.png");

        var report = File.ReadAllText(Path.Combine(State.Folder.OutputOf(run.Id), "report.md"));
        Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
        Assert.StartsWith("There is no plot: ", Assert.Single(State.Runs.Notes(run.Id)));
        Assert.Contains("There is no plot: ", report);
        Assert.DoesNotContain("(plot.png)", report);
        Assert.Null(_trainer.Plotter.Find(run.Id));
    }

    private static Tick[] MarksOf(LogScale scale, int most)
    {
        var marks = scale.Marks(most);
        using var paint = Paint.NewDisposablePaint();
        marks.Regenerate(new CoordinateRange(scale.Bottom, scale.Top), Edge.Left, new PixelLength(400), paint, new LabelStyle());
        return marks.Ticks;
    }

    private XElement SvgOf(Run run, PlotLook? look = null) => Parsed(_trainer.Plotter.Draw(run, PlotFormat.Svg, look ?? new PlotLook())!);

    private static XElement Parsed(byte[] svg) => XDocument.Parse(Encoding.UTF8.GetString(svg)).Root!;

    /// <summary>All that is written in a picture, a line each.</summary>
    private static string WordsIn(XElement svg) => string.Join('\n', svg.Descendants(Svg + "text").Select(text => text.Value.Trim()));

    /// <summary>Where a text is, as its letters' places and size say.</summary>
    private static (string Text, SKRect Place) BoxOf(XElement text)
    {
        float[] Numbers(string attribute) =>
            [.. Regex.Matches((string?)text.Attribute(attribute) ?? "", @"-?\d+(\.\d+)?").Select(number => float.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture))];
        var (moved, x, y, size) = (Numbers("transform"), Numbers("x"), Numbers("y")[0], Numbers("font-size")[0]);
        var letters = new SKRect(x[0], y - 0.75f * size, x[^1] + 0.7f * size, y + 0.1f * size);
        var turned = moved is [0, -1, 1, 0, _, _] ? new SKRect(letters.Top, -letters.Right, letters.Bottom, -letters.Left) : letters;
        if (moved.Length > 0)
            turned.Offset(moved[^2], moved[^1]);
        return (text.Value.Trim(), turned);
    }

    /// <summary>How many separate areas are filled with a colour in one go.</summary>
    private static int MarksIn(XElement svg, SKColor colour) =>
        svg.Descendants(Svg + "path").Where(path => (string?)path.Attribute("fill") == $"#{colour.Red:X2}{colour.Green:X2}{colour.Blue:X2}").Sum(path => Regex.Count((string)path.Attribute("d")!, "M"));

    /// <summary>Draws a run and counts the pixels of a colour, give or take two shades.</summary>
    private Func<SKColor, int> ColoursOf(Run run, PlotLook? look = null)
    {
        using var picture = SKBitmap.Decode(_trainer.Plotter.Draw(run, PlotFormat.Png, look ?? new PlotLook()));
        var pixels = picture.Pixels;
        return colour => pixels.Count(pixel =>
            Math.Abs(pixel.Red - colour.Red) <= 2 && Math.Abs(pixel.Green - colour.Green) <= 2 && Math.Abs(pixel.Blue - colour.Blue) <= 2);
    }
}
