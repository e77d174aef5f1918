using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using FastEndpoints;
using static EmoVoid.Core.Outputs.LossPlots.PlotLook;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>How a run goes or went, as pixels.</summary>
internal sealed class GetPlotPng(RunStore runs, LossPlotter plotter) : GetPlot(runs, plotter, PlotFormat.Png, "png", "image/png");

/// <summary>The same, as lines that stay sharp.</summary>
internal sealed class GetPlotSvg(RunStore runs, LossPlotter plotter) : GetPlot(runs, plotter, PlotFormat.Svg, "svg", "image/svg+xml");

/// <summary>How a run goes or went, as a picture that is drawn when it is asked for.</summary>
internal abstract class GetPlot(RunStore runs, LossPlotter plotter, PlotFormat format, string ending, string mediaType) : Endpoint<PlotRequest>
{
    private static readonly string[] Themes = ["light", "dark"];

    public override void Configure()
    {
        Get($"/runs/{{id}}/plot.{ending}");
        this.Describe(
            "runs", $"Look at the plot ({ending.ToUpperInvariant()})",
            "Of what is recorded by now, while it trains too: every step's loss, its short, medium and long average, the stop loss, the light, "
            + "the checkpoints with the recommended one named, and the learning rate. 404 says why there is none.",
            400, 404);
        Description(route => route.Produces<byte[]>(200, mediaType));
    }

    public override async Task HandleAsync(PlotRequest request, CancellationToken ct)
    {
        if (!Themes.Contains(request.Theme))
            AddError(r => r.Theme, $"theme is '{request.Theme}'; it is light or dark");
        if (request.Width is < NarrowestWidth or > WidestWidth)
            AddError(r => r.Width, $"width is {request.Width}; it goes from {NarrowestWidth} to {WidestWidth} pixels");
        if (request.Height is < LowestHeight or > HighestHeight)
            AddError(r => r.Height, $"height is {request.Height}; it goes from {LowestHeight} to {HighestHeight} pixels");
        ThrowIfAnyErrors();
        var run = runs.Get(request.Id);
        var look = new PlotLook(request.Theme == "dark" ? PlotTheme.Dark : PlotTheme.Light, request.Width, request.Height);
        var picture = plotter.Draw(run, format, look) ?? throw new NotThereException($"Run '{run.Id}' is {run.State.Word()} and took no step, so there is nothing to plot.");
        HttpContext.Response.Headers.CacheControl = "no-store"; // the next step makes it an old one
        await Send.ResultAsync(Results.Bytes(picture, mediaType));
    }
}

internal sealed record PlotRequest
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>light, the default, or dark: what it is looked at on.</summary>
    [QueryParam]
    public string Theme { get; init; } = "light";

    /// <summary>Pixels, 640 to 3840; 1200 when not said.</summary>
    [QueryParam]
    public int Width { get; init; } = 1200;

    /// <summary>Pixels, 480 to 2160; 800 when not said.</summary>
    [QueryParam]
    public int Height { get; init; } = 800;
}
