using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>The colours of one creature.</summary>
/// <param name="Fur">Of the head: what its caption names.</param>
/// <param name="Body">A little darker, so that the head stands out from it.</param>
/// <param name="Light">Of belly, muzzle and inner ears.</param>
/// <param name="Deep">Of ear tips and other marks.</param>
internal sealed record Coat(SKColor Fur, SKColor Body, SKColor Light, SKColor Deep)
{
    /// <summary>Darkens without the grey and olive that black would give.</summary>
    private static readonly SKColor Earth = new(0x5A, 0x14, 0x28);

    public static Coat Of(Colour colour, float shade)
    {
        var fur = Palette.Of(colour).Shaded(shade);
        var light = colour == Colour.White ? new SKColor(0xFF, 0xE3, 0xDA) : fur.Mixed(SKColors.White, 0.68f);
        return new Coat(fur, fur.Mixed(Earth, 0.12f), light, fur.Mixed(Earth, 0.5f));
    }
}
