using EmoVoid.Testing;
using EmoVoid.Training.Data.Images;
using NetVips;

namespace EmoVoid.Training.Tests.Images;

/// <summary>Pictures made for a test, by libvips itself.</summary>
internal static class TestImages
{
    public static readonly byte[] Red = [255, 0, 0], Green = [0, 255, 0], Blue = [0, 0, 255], White = [255, 255, 255];

    public static Image Plain(int width, int height, params double[] colour) =>
        (Image.Black(width, height) + colour).Cast(Enums.BandFormat.Uchar).Copy(interpretation: colour.Length < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);

    /// <summary>60×40: red, green over blue, white: each corner tells which way is up.</summary>
    public static Image Quarters() =>
        Plain(30, 20, 255, 0, 0).Join(Plain(30, 20, 0, 255, 0), Enums.Direction.Horizontal)
            .Join(Plain(30, 20, 0, 0, 255).Join(Plain(30, 20, 255, 255, 255), Enums.Direction.Horizontal), Enums.Direction.Vertical);

    public static string Save(this Image image, TemporaryFolder folder, string name, VOption? options = null)
    {
        image.WriteToFile(folder[name], options);
        return folder[name];
    }

    public static RgbImage Decode(string file) => ImageDecoder.Decode(File.ReadAllBytes(file), file);

    public static byte[] At(this RgbImage image, double x, double y)
    {
        var start = ((int)(y * image.Size.Height) * image.Size.Width + (int)(x * image.Size.Width)) * 3;
        return image.Pixels[start..(start + 3)];
    }

    public static void AssertNear(byte[] expected, byte[] actual, int within) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - within, pair.First + within));
}
