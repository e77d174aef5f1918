using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Training.Tests.Pretraining.World;

/// <summary>The pictures and captions that the shipped base was trained on. Who changes them must train a new base.</summary>
public class GoldenPicturesTests
{
    private const int Columns = 4, Pictures = 12;

    /// <summary>A picture and not a hash: another processor's gradients may differ in the last bit.</summary>
    [Fact]
    public void The_pictures_of_the_base_never_change()
    {
        const int side = CreatureWorld.Side;
        var file = Path.Combine(AppContext.BaseDirectory, "Pretraining", "World", "golden-pictures.png");
        var golden = ImageDecoder.Decode(File.ReadAllBytes(file), file);
        var differences = Enumerable.Range(0, Pictures).SelectMany(i =>
        {
            var pixels = CreaturePainter.Paint(CreatureWorld.Trained(1, i), 1, i).Pixels;
            return Enumerable.Range(0, pixels.Length).Select(at =>
            {
                var (x, y) = (i % Columns * side + at / 3 % side, i / Columns * side + at / 3 / side);
                return Math.Abs(pixels[at] - golden.Pixels[(y * golden.Size.Width + x) * 3 + at % 3]);
            });
        }).ToList();
        Assert.InRange(differences.Max(), 0, 2);
        Assert.InRange(differences.Average(), 0, 0.05);
    }

    [Fact]
    public void The_captions_of_the_base_never_change()
    {
        var text = string.Join("\n", Enumerable.Range(0, 2000).Select(i => CreatureCaptions.Of(CreatureWorld.Trained(1, i), 1, i)));
        Assert.Equal("99BADFF20969F99BCA2D7177836B157EA211FB8A786F3A76EA406071FE0C5913", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))));
    }
}
