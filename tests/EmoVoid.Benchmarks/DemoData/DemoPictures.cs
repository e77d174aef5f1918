using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Pretraining.World;
using NetVips;

namespace EmoVoid.Benchmarks.DemoData;

/// <summary>
/// Draws the pictures of the demo and writes their captions beside them:
/// <c>dotnet run -c Release --project tests/EmoVoid.Benchmarks -- demo-pictures src/EmoVoid.Daemon/Demo/dataset</c>
/// </summary>
internal static class DemoPictures
{
    /// <summary>Twice what is trained at, as people's pictures are larger than that too.</summary>
    private const int Side = 2 * CreatureWorld.Side;

    /// <summary>EXIF: the camera was held so that the picture must be turned a quarter clockwise to be seen upright.</summary>
    private const int TurnClockwise = 6;

    /// <summary>As motley as a folder that somebody has collected; libvips takes how to write a format in square brackets.</summary>
    private static readonly string[] Formats =
        ["png", "jpg[Q=95]", "webp[lossless]", "png[palette]", "tif[compression=lzw]", "jpg[Q=95]", "gif[dither=0]", "webp[lossless]", "png", "jpg[Q=95]", "jpeg[Q=90]", "png[bitdepth=16]", "webp[Q=95]", "tif[compression=deflate]"];

    private const int TurnedPicture = 5;

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < MochiWorld.DemoPictures; i++)
        {
            var scene = MochiWorld.Trained(MochiWorld.DemoSeed, i);
            var file = Path.Combine(folder, $"mochi_{i + 1:00}");
            using var image = ToImage(MochiPainter.Paint(scene, MochiWorld.DemoSeed, i, Side));
            using var written = i == TurnedPicture ? Turned(image) : image.Copy();
            written.WriteToFile($"{file}.{Formats[i]}");
            File.WriteAllText(file + ".txt", MochiCaptions.Of(scene, MochiWorld.DemoSeed, i) + "\n");
        }
    }

    private static Image ToImage(RgbImage picture) =>
        Image.NewFromMemory(picture.Pixels, picture.Size.Width, picture.Size.Height, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);

    private static Image Turned(Image image)
    {
        using var turned = image.Rot270();
        return turned.Mutate(header => header.Set(GValue.GIntType, "orientation", TurnClockwise));
    }
}
