using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>What a creature wears. Each has colours of its own, which stand out from every coat.</summary>
internal static class Accessories
{
    private static readonly SKColor Felt = new(0x2B, 0x22, 0x3C), Red = new(0xE0, 0x24, 0x2E), Frame = new(0x17, 0x20, 0x6B);
    private static readonly SKColor Lens = new(0xA8, 0xEC, 0xFF), Gold = new(0xFF, 0xC4, 0x12), Rim = new(0xA8, 0x6A, 0x00);
    private static readonly SKColor Gem = new(0x1F, 0xA6, 0xE8);

    public static void Paint(Brush brush, Accessory accessory, Head head)
    {
        switch (accessory)
        {
            case Accessory.Hat: Hat(brush, head.TopY, head.HatSize); break;
            case Accessory.Scarf: Scarf(brush, head.Y + 28); break;
            case Accessory.Crown: Crown(brush, head.TopY, head.HatSize); break;
            default: break;
        }
    }

    /// <summary>Beneath the eyes, so that the lenses do not hide them.</summary>
    public static void Glasses(Brush brush, Head head)
    {
        using var bridge = Paths.Polygon(-head.EyeX, head.EyeY, head.EyeX, head.EyeY);
        brush.Line(bridge, Frame, 4);
        foreach (var x in (ReadOnlySpan<float>)[-head.EyeX, head.EyeX])
        {
            brush.Spot(x, head.EyeY, 15, 15, Frame);
            brush.Spot(x, head.EyeY, 11.5f, 11.5f, Lens);
        }
    }

    private static void Hat(Brush brush, float y, float s)
    {
        using var tube = Paths.Polygon(s * -13, y, s * -15, y - s * 24, s * 15, y - s * 24, s * 13, y);
        using var band = Paths.Polygon(s * -13.3f, y - s * 2, s * -13.9f, y - s * 10, s * 13.9f, y - s * 10, s * 13.3f, y - s * 2);
        using var brim = Paths.Box(s * -23, y - s * 3, s * 46, s * 6.5f, s * 3.2f);
        brush.Shape(tube, Felt);
        brush.Patch(band, Red);
        brush.Shape(brim, Felt);
    }

    private static void Scarf(Brush brush, float y)
    {
        using var end = Paths.Box(7, y, 12, 25, 3);
        using var loop = Paths.Box(-25, y - 6, 50, 12, 6);
        brush.Shape(end, Red);
        brush.Facet(SKColors.White, 8, y + 13, 18, y + 13, 18, y + 18, 8, y + 18);
        brush.Shape(loop, Red);
        foreach (var x in (ReadOnlySpan<float>)[-17, -3, 11])
            brush.Facet(SKColors.White, x, y - 4.5f, x + 6, y - 4.5f, x + 6, y + 4.5f, x, y + 4.5f);
    }

    private static void Crown(Brush brush, float y, float s)
    {
        using var crown = Paths.Polygon(
            s * -19, y + 1, s * -22, y - s * 19, s * -11, y - s * 10, 0, y - s * 23, s * 11, y - s * 10, s * 22, y - s * 19, s * 19, y + 1);
        brush.Line(crown, Rim, 3);
        brush.Shape(crown, Gold);
        brush.Spot(0, y - s * 6, s * 4, s * 4, Red);
        brush.Spot(s * -12, y - s * 5, s * 3, s * 3, Gem);
        brush.Spot(s * 12, y - s * 5, s * 3, s * 3, Gem);
    }
}
