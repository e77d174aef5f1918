using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Training.Tests.Pretraining.World;

public class MochiTests
{
    private static readonly MochiScene Plain = new(Expression.Happy, Pose.Standing, Background.Meadow, PictureStyle.Flat);

    private static readonly MochiScene[] Demo = [.. Enumerable.Range(0, MochiWorld.DemoPictures).Select(i => MochiWorld.Trained(MochiWorld.DemoSeed, i))];

    [Fact]
    public void What_is_held_out_is_never_trained_on()
    {
        Assert.All(Enumerable.Range(0, 2000), i => Assert.False(MochiWorld.IsHeldOut(MochiWorld.Trained(2, i))));
        Assert.All(Enumerable.Range(0, 2000), i => Assert.True(MochiWorld.IsHeldOut(MochiWorld.HeldOut(2, i))));
        Assert.Equal(54, Enumerable.Range(0, 2000).Select(i => MochiWorld.HeldOut(2, i)).Distinct().Count());
        Assert.Equal(108, Enumerable.Range(0, 2000).Select(i => MochiWorld.Trained(2, i)).Distinct().Count());
    }

    [Fact]
    public void The_demo_shows_every_attribute_in_scenes_that_differ()
    {
        Assert.Equal(Demo.Length, Demo.Distinct().Count());
        Assert.Equal(6, Demo.Select(scene => scene.Background).Distinct().Count());
        Assert.All(Enum.GetValues<Expression>(), expression => Assert.InRange(Demo.Count(scene => scene.Expression == expression), 4, 5));
        Assert.All(Enum.GetValues<Pose>(), pose => Assert.InRange(Demo.Count(scene => scene.Pose == pose), 3, 7));
        Assert.Equal(2, Demo.Count(scene => scene.Style == PictureStyle.Pastel));
    }

    [Fact]
    public void A_caption_is_the_name_and_the_scene_in_words_that_the_base_knows()
    {
        var captions = Enumerable.Range(0, 500).Select(i => (Scene: MochiWorld.Trained(3, i), Caption: MochiCaptions.Of(MochiWorld.Trained(3, i), 3, i))).ToList();
        Assert.All(captions, one =>
        {
            Assert.StartsWith(MochiCaptions.Name, one.Caption);
            var words = one.Caption[MochiCaptions.Name.Length..].Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries);
            Assert.All(words, word => Assert.Contains(word, CreatureCaptions.Words));
            Assert.Contains(one.Scene.Expression.ToString().ToLowerInvariant(), words);
            Assert.Contains(one.Scene.Background.ToString().ToLowerInvariant(), words);
        });
        Assert.InRange(captions.Count(one => one.Caption.EndsWith('.')) / 500.0, 0.2, 0.4);
        Assert.Equal("mochi, happy, standing, meadow, flat style", MochiCaptions.Tags(Plain));
    }

    /// <summary>In levels of 255, over all channels, with the same jitter.</summary>
    [Fact]
    public void Every_value_of_every_attribute_can_be_seen() =>
        Assert.All(
            [
                Plain with { Expression = Expression.Sad }, Plain with { Expression = Expression.Surprised },
                Plain with { Pose = Pose.Sitting }, Plain with { Pose = Pose.Jumping },
                Plain with { Background = Background.Night }, Plain with { Style = PictureStyle.Ink }, Plain with { Style = PictureStyle.Pastel },
            ],
            other => Assert.True(Difference(Pixels(Plain, CreatureWorld.Side), Pixels(other, CreatureWorld.Side)) > 0.75));

    [Fact]
    public void A_larger_picture_shows_the_same()
    {
        const int side = CreatureWorld.Side;
        var (small, large) = (Pixels(Plain, side), Pixels(Plain, 2 * side));
        var shrunk = new byte[small.Length];
        for (var i = 0; i < shrunk.Length; i++)
        {
            var (x, y, channel) = (i / 3 % side, i / 3 / side, i % 3);
            shrunk[i] = (byte)new[] { (0, 0), (0, 1), (1, 0), (1, 1) }.Average(d => large[((2 * y + d.Item1) * 2 * side + 2 * x + d.Item2) * 3 + channel]);
        }

        Assert.InRange(Difference(small, shrunk), 0, 1);
    }

    /// <summary>So that nobody changes Mochi and forgets the files; lossy formats and palettes differ a little.</summary>
    [Fact]
    public void The_data_set_that_ships_is_drawn_by_this_code()
    {
        var folder = EmoVoid.Testing.Repository.Path("src", "EmoVoid.Daemon", "Demo", "dataset");
        for (var i = 0; i < MochiWorld.DemoPictures; i++)
        {
            var file = Directory.GetFiles(folder, $"mochi_{i + 1:00}.*").Single(file => !file.EndsWith(".txt", StringComparison.Ordinal));
            var shipped = ImageDecoder.Decode(File.ReadAllBytes(file), file);
            var drawn = MochiPainter.Paint(Demo[i], MochiWorld.DemoSeed, i, shipped.Size.Width);
            Assert.True(Difference(drawn.Pixels, shipped.Pixels) < 2.5, file);
            Assert.Equal(MochiCaptions.Of(Demo[i], MochiWorld.DemoSeed, i), File.ReadAllText(Path.ChangeExtension(file, ".txt")).TrimEnd());
        }
    }

    private static byte[] Pixels(MochiScene scene, int side) => MochiPainter.Paint(scene, 1, 0, side).Pixels;

    private static double Difference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();
}
