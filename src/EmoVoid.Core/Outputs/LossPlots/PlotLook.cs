namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>What the picture is looked at on: white paper, or a dark page.</summary>
public enum PlotTheme
{
    Light,
    Dark,
}

/// <summary>How a picture is written: pixels, or lines that stay sharp.</summary>
public enum PlotFormat
{
    Png,
    Svg,
}

/// <summary>How a plot is to look.</summary>
/// <param name="Width">Pixels, <see cref="NarrowestWidth"/> to <see cref="WidestWidth"/>; 1200 when not said.</param>
/// <param name="Height">Pixels, <see cref="LowestHeight"/> to <see cref="HighestHeight"/>; 800 when not said.</param>
public sealed record PlotLook(PlotTheme Theme = PlotTheme.Light, int Width = 1200, int Height = 800)
{
    /// <summary>Narrower or lower, the words no longer have room beside each other.</summary>
    public const int NarrowestWidth = 640, LowestHeight = 480;

    /// <summary>As wide and high as a large screen.</summary>
    public const int WidestWidth = 3840, HighestHeight = 2160;
}
