using EmoVoid.Core.Notifications.Mqtt;
using EmoVoid.Testing;
using SkiaSharp;

namespace EmoVoid.Core.Tests.Notifications;

public sealed class SheetPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3200, 1000, 1600, 500)]
    [InlineData(900, 1800, 800, 1600)]
    public void A_large_sheet_is_shrunk_in_its_own_shape(int width, int height, int smallWidth, int smallHeight)
    {
        TinyPng.Write(_folder["sheet.png"], width, height);
        using var small = SKBitmap.Decode(SheetPicture.Shrink(File.ReadAllBytes(_folder["sheet.png"])));
        Assert.Equal((smallWidth, smallHeight), (small.Width, small.Height));
    }

    [Fact]
    public void A_small_sheet_is_sent_as_it_is()
    {
        TinyPng.Write(_folder["sheet.png"], 640, 320);
        var png = File.ReadAllBytes(_folder["sheet.png"]);
        Assert.Same(png, SheetPicture.Shrink(png));
    }

    [Fact]
    public void A_file_that_is_no_picture_is_not_sent() => Assert.Null(SheetPicture.Shrink("no picture"u8.ToArray()));
}
