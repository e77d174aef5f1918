using System.Buffers.Binary;
using System.Text;
using EmoVoid.Contracts.Inspection;
using EmoVoid.Testing;
using EmoVoid.Training.Data.Images;
using NetVips;
using static EmoVoid.Training.Tests.Images.TestImages;

namespace EmoVoid.Training.Tests.Images;

public sealed class InspectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Extensions => [.. ImageFormats.Extensions];

    [Fact]
    public void A_good_picture_tells_its_size_and_no_problem()
    {
        var file = Quarters().Save(folder, "good.png");
        Assert.Equal(new ImageInspection(file, 60, 40, null), ImageDecoder.Inspect(file));
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void A_picture_cut_in_the_middle_is_found_out(string extension)
    {
        using var noise = Image.Gaussnoise(200, 200, sigma: 60, mean: 128).Cast(Enums.BandFormat.Uchar);
        var bytes = File.ReadAllBytes(noise.Save(folder, "whole" + extension));
        File.WriteAllBytes(folder["cut" + extension], bytes[..(bytes.Length / 2)]);
        var inspection = ImageDecoder.Inspect(folder["cut" + extension]);
        Assert.NotNull(inspection.Problem);
        Assert.DoesNotContain("\n", inspection.Problem, StringComparison.Ordinal);
        Assert.Null(inspection.Width);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("this is text", "none of the picture formats")]
    [InlineData("BM and then something", "BMP")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>", "none of the picture formats")]
    [InlineData("1,2,3\n4,5,6\n", "none of the picture formats")]
    [InlineData("3 2\n1 2 3\n4 5 6\n", "none of the picture formats")]
    public void What_is_no_picture_is_named(string content, string expected)
    {
        File.WriteAllBytes(folder["file.png"], Encoding.ASCII.GetBytes(content));
        Assert.Contains(expected, ImageDecoder.Inspect(folder["file.png"]).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Equal(new ImageInspection(folder["gone.png"], null, null, "there is no such file"), ImageDecoder.Inspect(folder["gone.png"]));

    [Fact]
    public void A_name_with_brackets_is_only_a_name()
    {
        var file = folder["girl.png[page=9]"];
        File.WriteAllBytes(file, File.ReadAllBytes(Quarters().Save(folder, "girl.png")));
        Assert.Null(ImageDecoder.Inspect(file).Problem);
    }

    [Fact]
    public void A_picture_that_would_fill_the_memory_is_refused_unread()
    {
        // The sizes in a JPEG's frame header (marker FF C0, length, precision, height, width) are checked by nothing.
        var bytes = File.ReadAllBytes(Plain(16, 16, 1, 2, 3).Save(folder, "bomb.jpg"));
        var frame = bytes.AsSpan().IndexOf(new byte[] { 0xff, 0xc0 });
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(frame + 5), 50_000);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(frame + 7), 50_000);
        File.WriteAllBytes(folder["bomb.jpg"], bytes);
        Assert.Contains("50000×50000", ImageDecoder.Inspect(folder["bomb.jpg"]).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Floating_point_pixels_are_refused_with_the_way_out()
    {
        var file = Quarters().Cast(Enums.BandFormat.Float).Save(folder, "float.tif");
        Assert.Contains("8 or 16 bits", ImageDecoder.Inspect(file).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inspection_is_one_line_of_json()
    {
        var inspection = new ImageInspection("dir/zenigata \"1\".png", null, null, "damaged");
        var line = inspection.ToJsonLine();
        Assert.DoesNotContain('\n', line);
        Assert.Contains("\"problem\":\"damaged\"", line, StringComparison.Ordinal);
        Assert.Equal(inspection, ImageInspection.TryParse(line));
        Assert.Null(ImageInspection.TryParse("{\"nonsense\":1}"));
        Assert.Null(ImageInspection.TryParse("VIPS-WARNING: something"));
    }
}
