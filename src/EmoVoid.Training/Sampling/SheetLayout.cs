using EmoVoid.Training.Data.Buckets;

namespace EmoVoid.Training.Sampling;

/// <summary>Where everything on a contact sheet stands, in pixels: lengths that follow the pictures' width, so that a large sheet reads like a small one.</summary>
/// <param name="shown">A picture as it is shown.</param>
internal sealed class SheetLayout(ImageSize shown, int columns)
{
    /// <summary>Of labels and captions: 13 at 256 pixels, 23 at 1024.</summary>
    public int TextSize => 10 + shown.Width / 80;

    public int TitleSize => TextSize * 3 / 2;
    public int SmallSize => TextSize * 7 / 8;

    /// <summary>Around everything.</summary>
    public int Margin => 2 * TextSize;

    /// <summary>Between two columns.</summary>
    public int Gap => TextSize;

    /// <summary>Between a text and what belongs to it.</summary>
    public int Near => TextSize / 2;

    /// <summary>Between two parts.</summary>
    public int Apart => 2 * TextSize;

    public int PictureWidth => shown.Width;
    public int PictureHeight => shown.Height;
    public int ContentWidth => columns * shown.Width + (columns - 1) * Gap;
    public int Width => ContentWidth + 2 * Margin;

    public int Left(int column) => Margin + column * (shown.Width + Gap);
}
