using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using SkiaSharp;

namespace EmoVoid.Core.Notifications.Mqtt;

/// <summary>The last run's contact sheet, small enough for a message.</summary>
internal sealed class SheetPicture(RunStore runs, RunOutput output)
{
    /// <summary>In pixels, of the longer side.</summary>
    private const int Longest = 1600;

    /// <summary>In bytes; brokers and Home Assistant keep the message in memory.</summary>
    private const int Largest = 4 << 20;

    private const int RunsBack = 20;

    /// <returns>A PNG; null when none of the last runs has one that can be shown.</returns>
    public byte[]? Last() => runs.List(RunState.Completed, RunsBack).OrderByDescending(run => run.EndedAt).Select(run => output.SamplesOf(run.Id)).FirstOrDefault(File.Exists) is { } sheet
        ? Shrink(File.ReadAllBytes(sheet))
        : null;

    internal static byte[]? Shrink(byte[] png)
    {
        using var data = SKData.CreateCopy(png);
        using var codec = SKCodec.Create(data);
        using var picture = codec is null ? null : SKBitmap.Decode(codec);
        if (picture is null)
            return null;
        var scale = (double)Longest / Math.Max(picture.Width, picture.Height);
        if (scale >= 1)
            return png.Length <= Largest ? png : null;
        using var small = picture.Resize(
            new SKImageInfo((int)Math.Max(1, picture.Width * scale), (int)Math.Max(1, picture.Height * scale)), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var encoded = small.Encode(SKEncodedImageFormat.Png, 100);
        return encoded.Size <= Largest ? encoded.ToArray() : null;
    }
}
