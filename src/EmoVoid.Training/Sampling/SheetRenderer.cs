using EmoVoid.Safetensors;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Images;
using NetVips;

namespace EmoVoid.Training.Sampling;

/// <summary>Draws a contact sheet and writes it as a PNG.</summary>
internal static class SheetRenderer
{
    private static readonly double[] White = [255, 255, 255], Black = [31, 35, 40], Grey = [101, 109, 118], Silver = [208, 215, 222];

    private static readonly SheetText Ink = new(Black, White), Faint = new(Grey, White), Rule = new(Grey, Silver);

    /// <summary>Writes the sheet beside its place, and renames it when it is whole.</summary>
    public static void Write(ContactSheet sheet, string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var partial = PartialFile.Beside(file);
        using (var image = Draw(sheet))
            image.Pngsave(partial, compression: 6);
        File.Move(partial, file, overwrite: true);
    }

    /// <summary>Part after part from the top; the height comes of itself.</summary>
    public static Image Draw(ContactSheet sheet)
    {
        var picture = sheet.Picture;
        var layout = new SheetLayout(new ImageSize(picture.Width * sheet.Zoom, picture.Height * sheet.Zoom), sheet.Columns.Count);
        var canvas = new Canvas();
        canvas.Skip(layout.Margin);
        canvas.Place(layout.Margin, Ink.Block(sheet.Title, layout.TitleSize, layout.ContentWidth));
        canvas.Skip(layout.Near / 2);
        canvas.Place(layout.Margin, Faint.Block(sheet.Details, layout.SmallSize, layout.ContentWidth));
        canvas.Skip(layout.Apart);
        canvas.PlaceBeside(sheet.Columns.Select((column, i) => (layout.Left(i), Ink.Block(column.Title, layout.TextSize, layout.PictureWidth))));
        canvas.PlaceBeside(sheet.Columns.Select((column, i) => (layout.Left(i), Faint.Block(column.Subtitle, layout.SmallSize, layout.PictureWidth))));
        canvas.Skip(layout.Near);
        canvas.Place(layout.Margin, Rule.Paper(layout.ContentWidth, Math.Max(1, layout.TextSize / 13)));
        foreach (var row in sheet.Rows)
        {
            canvas.Skip(row == sheet.Rows[0] ? layout.TextSize : layout.Apart);
            canvas.Place(layout.Margin, Ink.Block(row.Caption, layout.TextSize, layout.ContentWidth));
            canvas.Skip(layout.Near);
            canvas.PlaceBeside(row.Pictures.Select((shown, i) => (layout.Left(i), ToImage(shown, sheet.Zoom))));
        }

        canvas.Skip(layout.Margin);
        return canvas.On(Ink.Paper(layout.Width, canvas.Height));
    }

    private static Image ToImage(RgbImage picture, int zoom) =>
        Image.NewFromMemory(picture.Pixels, picture.Size.Width, picture.Size.Height, 3, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb).Zoom(zoom, zoom);

    /// <summary>Things at their places, from the top down.</summary>
    private sealed class Canvas
    {
        private readonly List<(int Left, int Top, Image Image)> placed = [];

        public int Height { get; private set; }

        public void Skip(int pixels) => Height += pixels;

        public void Place(int left, Image image) => PlaceBeside([(left, image)]);

        public void PlaceBeside(IEnumerable<(int Left, Image Image)> images)
        {
            var row = images.ToList();
            placed.AddRange(row.Select(item => (item.Left, Height, item.Image)));
            Height += row.Max(item => item.Image.Height);
        }

        public Image On(Image paper) => placed.Aggregate(paper, (below, item) => below.Insert(item.Image, item.Left, item.Top));
    }
}
