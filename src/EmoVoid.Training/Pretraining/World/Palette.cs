using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>The true colours, before a style makes them paler.</summary>
internal static class Palette
{
    public static SKColor Of(Colour colour) => SKColor.Parse(colour switch
    {
        Colour.Red => "#DC2A26",
        Colour.Orange => "#F7861B",
        Colour.Yellow => "#FFDC32",
        Colour.Green => "#35AE45",
        Colour.Blue => "#2A78E4",
        Colour.Purple => "#8440C6",
        Colour.Pink => "#FF82C3",
        _ => "#F8F6F2",
    });

    /// <summary>As much of <paramref name="other"/> as <paramref name="share"/> says, 0..1.</summary>
    public static SKColor Mixed(this SKColor colour, SKColor other, float share)
    {
        byte Mix(byte a, byte b) => (byte)MathF.Round(a + (b - a) * share);
        return new SKColor(Mix(colour.Red, other.Red), Mix(colour.Green, other.Green), Mix(colour.Blue, other.Blue), colour.Alpha);
    }

    /// <summary>Lighter for a positive share, darker for a negative one.</summary>
    public static SKColor Shaded(this SKColor colour, float share) => share < 0
        ? colour.Mixed(SKColors.Black, -share)
        : colour.Mixed(SKColors.White, share);
}
