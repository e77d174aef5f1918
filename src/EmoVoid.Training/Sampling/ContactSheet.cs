using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Images;

namespace EmoVoid.Training.Sampling;

/// <summary>Pictures beside each other, to be compared: a row for each prompt, a column for each model.</summary>
/// <param name="Details">Below the title: how the pictures were made.</param>
/// <param name="Columns">From left to right.</param>
/// <param name="Rows">From top to bottom, each with a picture for each column, all of one size.</param>
internal sealed record ContactSheet(string Title, string Details, IReadOnlyList<SheetColumn> Columns, IReadOnlyList<SheetRow> Rows)
{
    /// <summary>Smaller pictures are enlarged by a whole factor, pixel by pixel, so that they can be seen and their labels fit.</summary>
    private const int SmallestShown = 256;

    public ImageSize Picture => Rows[0].Pictures[0].Size;

    /// <summary>By how much each picture is enlarged: at least 1.</summary>
    public int Zoom => ZoomOf(Picture.Width);

    public static int ZoomOf(int width) => Math.Max(1, (SmallestShown + width - 1) / width);
}

internal sealed record SheetColumn(string Title, string Subtitle);

/// <param name="Caption">Stands above its pictures.</param>
internal sealed record SheetRow(string Caption, IReadOnlyList<RgbImage> Pictures);
