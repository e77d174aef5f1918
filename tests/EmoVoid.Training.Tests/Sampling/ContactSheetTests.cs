using EmoVoid.Testing;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Sampling;
using NetVips;

namespace EmoVoid.Training.Tests.Sampling;

public class ContactSheetTests
{
    private static readonly string Long = string.Join(", ", Enumerable.Repeat("zenigata, 1boy, trench coat & <lora:zenigata:0.8>, ゼニガタ", 12));

    [Fact]
    public void Pictures_stand_in_their_columns_and_small_ones_are_enlarged_by_a_whole_factor()
    {
        var sheet = Sheet(width: 128, height: 96, "a cat");
        using var image = SheetRenderer.Draw(sheet);
        var layout = new SheetLayout(new ImageSize(256, 192), columns: 3);
        Assert.Equal(2, sheet.Zoom);
        Assert.Equal(layout.Width, image.Width);
        var last = image.Height - layout.Margin - 1; // the lowest row of the lowest pictures
        Assert.Equal([[200, 0, 0], [0, 200, 0], [0, 0, 200]], Enumerable.Range(0, 3).Select(column => At(image, layout.Left(column), last)));
        Assert.Equal([[200, 0, 0], [0, 200, 0], [0, 0, 200]], Enumerable.Range(0, 3).Select(column => At(image, layout.Left(column) + 255, last - 191)));
        Assert.Equal([255, 255, 255], At(image, layout.Left(1) - 1, last));
        Assert.Equal([255, 255, 255], At(image, layout.Left(0), last + 1));
    }

    [Fact]
    public void A_long_prompt_wraps_and_any_text_is_taken_as_it_is()
    {
        using var one = SheetRenderer.Draw(Sheet(256, 256, "a cat"));
        using var many = SheetRenderer.Draw(Sheet(256, 256, Long));
        Assert.Equal(one.Width, many.Width);
        Assert.InRange(many.Height - one.Height, 3 * 15, 12 * 20);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("</span> & \u0001 \uD800")]
    public void A_prompt_of_nothing_or_of_nonsense_is_a_line(string caption)
    {
        using var sense = SheetRenderer.Draw(Sheet(64, 64, "a cat"));
        using var nonsense = SheetRenderer.Draw(Sheet(64, 64, caption));
        Assert.Equal(sense.Height, nonsense.Height);
    }

    [Fact]
    public void Letters_are_drawn_where_the_machine_has_no_fonts()
    {
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "fonts", "DejaVuSans.ttf")));
        using var folder = new TemporaryFolder();
        var file = folder["sub", "sheet.png"];
        SheetRenderer.Write(Sheet(512, 512, "a cat"), file);
        using var image = Image.NewFromFile(file);
        using var title = image.Crop(0, 0, image.Width, 60);
        Assert.InRange(title.Avg(), 200, 254.5);
        Assert.Equal([file], Directory.GetFiles(folder["sub"]));
    }

    private static ContactSheet Sheet(int width, int height, string caption) => new(
        "Zenigata", "anima-nano · 8 steps · guidance 4 · seed 42",
        [new("base", "without LoRA"), new("step 300 – recommended", "score 2.31"), new("step 240", "score 1.90")],
        [.. Enumerable.Range(0, 2).Select(_ => new SheetRow(caption, [Plain(width, height, 0), Plain(width, height, 1), Plain(width, height, 2)]))]);

    private static RgbImage Plain(int width, int height, int band)
    {
        var pixels = new byte[width * height * 3];
        for (var i = band; i < pixels.Length; i += 3)
            pixels[i] = 200;
        return new RgbImage(new ImageSize(width, height), pixels);
    }

    private static int[] At(Image image, int x, int y) => [.. image[x, y].Select(value => (int)value)];
}
