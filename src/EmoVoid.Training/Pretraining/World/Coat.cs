using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>The colours of one creature.</summary>
/// <param name="Fur">Of the head: what its caption names.</param>
/// <param name="Body">A little darker, so that the head stands out from it.</param>
/// <param name="Light">Of belly, muzzle and inner ears.</param>
/// <param name="Deep">Of ear tips and other marks.</param>
internal sealed record Coat(SKColor Fur, SKColor Body, SKColor Light, SKColor Deep)
{
    public static Coat Of(Colour colour, float shade)
    {
        var fur = Palette.Of(colour).Shaded(shade);
        var light = colour == Colour.White ? new SKColor(0xFF, 0xE3, 0xDA) : fur.Mixed(SKColors.White, 0.68f);
        return new Coat(fur, fur.Shaded(-0.12f), light, fur.Shaded(-0.42f));
    }
}
