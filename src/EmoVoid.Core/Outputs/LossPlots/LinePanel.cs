using ScottPlot;
using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Curves over the steps: a pair of axes and what is drawn between them.</summary>
internal sealed class LinePanel : IDisposable
{
    private const float NumberSize = 13, NameSize = 14;

    /// <summary>Pixels from one number of the upright axis to the next, at least.</summary>
    private const float NumbersApart = 26;

    /// <summary>So few that each point can be shown as a dot of its own.</summary>
    private const int FewPoints = 60;

    private readonly Plot plot = new();
    private readonly List<(SKPoint Centre, LineLook Look)> dots = [];
    private readonly List<(IReadOnlyList<SKPoint> Points, MarkLook Look)> measures = [];
    private readonly SKColor paper;
    private readonly SKRect place;
    private readonly StepScale steps;
    private readonly LogScale scale;
    private readonly IReadOnlySet<int> gapBefore;

    /// <param name="place">The area between the axes.</param>
    /// <param name="gapBefore">The pixel columns before which no line goes.</param>
    public LinePanel(SKRect place, StepScale steps, LogScale scale, IReadOnlySet<int> gapBefore, PlotColours colours, string name, string? stepName)
    {
        (this.place, this.steps, this.scale, this.gapBefore) = (place, steps, scale, gapBefore);
        paper = colours.Paper;
        plot.RenderManager.ClearCanvasBeforeEachRender = false; // the canvas is shared
        plot.FigureBackground.Color = plot.DataBackground.Color = Colors.Transparent;
        plot.Layout.Fixed(new PixelRect(place.Left, place.Right, place.Bottom, place.Top));
        plot.Axes.SetLimits(0, steps.End, scale.Bottom, scale.Top);
        plot.Axes.Color(Color.FromSKColor(colours.Text));
        plot.Axes.Frame(false);
        plot.Grid.MajorLineColor = Color.FromSKColor(colours.Grid);
        plot.Axes.Left.TickGenerator = scale.Marks(Math.Max(1, (int)(place.Height / NumbersApart)));
        plot.Axes.Bottom.TickGenerator = steps.Marks();
        Name(plot.Axes.Left, name);
        Name(plot.Axes.Bottom, stepName ?? "");
        plot.Axes.Left.MinimumSize = plot.Axes.Left.MaximumSize = place.Left - 4;
        plot.Axes.Bottom.TickLabelStyle.IsVisible = stepName is not null;
    }

    public void Dispose() => plot.Dispose();

    public void Add(ColumnExtremes curve, LineLook look)
    {
        var stretches = curve.Stretches(gapBefore).Select(stretch => stretch.Select(point => new Coordinates(point.X, scale.At(point.Y))).ToArray()).ToList();
        foreach (var stretch in stretches) // one of a single point too: axes without a line have no marks
        {
            var line = plot.Add.ScatterLine(stretch, Color.FromSKColor(look.Colour));
            (line.LineWidth, line.LinePattern) = (look.Width, look.Pattern);
        }

        var few = stretches.Sum(stretch => stretch.Length) <= FewPoints;
        foreach (var point in stretches.Where(stretch => few || stretch.Length == 1).SelectMany(stretch => stretch))
            dots.Add((new SKPoint(steps.At(point.X), Up(point.Y)), look));
    }

    /// <summary>A few values at steps of their own, each with a mark.</summary>
    public void AddMeasures(IEnumerable<(int Step, double Value)> values, MarkLook look) =>
        measures.Add(([.. values.Select(value => new SKPoint(steps.At(value.Step), At(value.Value)))], look));

    /// <summary>A value that is the same all the way.</summary>
    public void AddLevel(double value, LineLook look) =>
        plot.Add.HorizontalLine(scale.At(value), look.Width, Color.FromSKColor(look.Colour), look.Pattern);

    /// <param name="picture">The whole picture.</param>
    public void Draw(SKCanvas canvas, SKRect picture)
    {
        plot.Render(canvas, picture.ToPixelRect());
        foreach (var (centre, look) in dots)
        {
            using var paint = new SKPaint { Color = look.Colour, IsAntialias = true };
            canvas.DrawCircle(centre, (look.Width + 3) / 2, paint);
        }

        foreach (var (points, look) in measures)
            look.Draw(canvas, points, paper);
    }

    /// <summary>The pixel of a value.</summary>
    public float At(double value) => Up(scale.At(value));

    private float Up(double logarithm) => place.Bottom - (float)((logarithm - scale.Bottom) / (scale.Top - scale.Bottom)) * place.Height;

    private static void Name(IAxis axis, string text)
    {
        axis.Label.Text = text;
        axis.Label.Bold = false;
        axis.Label.FontSize = NameSize;
        axis.TickLabelStyle.FontSize = NumberSize;
    }
}

/// <summary>How a line is told from the others.</summary>
internal readonly record struct LineLook(SKColor Colour, float Width, bool Dashed = false)
{
    public LinePattern Pattern => Dashed ? LinePattern.Dashed : LinePattern.Solid;
}
