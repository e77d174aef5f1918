using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Where in the picture everything lies, from top to bottom; in pixels.</summary>
/// <param name="Heading">The run's name and the words under it.</param>
/// <param name="Legend">What the lines are.</param>
/// <param name="Choice">The room above the losses where the recommended step is named.</param>
/// <param name="Losses">The losses.</param>
/// <param name="Strip">The light and the saves, a row each.</param>
/// <param name="Pulse">The learning rate.</param>
internal sealed record PictureLayout(SKRect Heading, SKRect Legend, SKRect Choice, SKRect Losses, SKRect Strip, SKRect Pulse)
{
    /// <summary>Left of the axes: their names and numbers.</summary>
    private const float Left = 96;

    /// <summary>Below the last axis: its numbers and name.</summary>
    private const float Bottom = 56;

    private const float Top = 16, Gap = 10, ChoiceHeight = 34;

    /// <summary>Of the room that the two axes share.</summary>
    private const float LossesShare = 0.7f;

    /// <param name="right">Right of the axes: what is written there.</param>
    public static PictureLayout Of(PlotLook look, float right, float heading, float legend)
    {
        var (edge, words) = (look.Width - right, look.Width - Gap);
        var axes = look.Height - Top - heading - legend - ChoiceHeight - StepStrip.Height - 2 * Gap - Bottom;
        var from = Top;
        return new PictureLayout(
            Row(Left, words, heading), Row(Left, words, legend), Row(Left, words, ChoiceHeight),
            Row(Left, edge, axes * LossesShare, Gap), Row(Left, edge, StepStrip.Height, Gap), Row(Left, edge, axes * (1 - LossesShare)));

        SKRect Row(float start, float end, float height, float gap = 0)
        {
            var row = new SKRect(start, from, end, from + height);
            from += height + gap;
            return row;
        }
    }

    /// <summary>How wide the axis of the steps is.</summary>
    public static float StepsWidth(PlotLook look, float right) => look.Width - right - Left;

    /// <summary>How wide the words may be.</summary>
    public static float WordsWidth(PlotLook look) => look.Width - Gap - Left;
}
