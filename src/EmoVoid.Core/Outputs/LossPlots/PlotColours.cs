using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Calm, told apart by the colour-blind, and never the only sign: lines differ in their kind, marks in their shape.</summary>
/// <param name="Ink">Of what is read first.</param>
/// <param name="Text">Of all other letters.</param>
/// <param name="HeldOut">Of what is measured of held-out pictures.</param>
/// <param name="Trained">Of what is measured of trained ones.</param>
/// <param name="Loss">Of each step: many noisy lines beside each other, so they are the faintest.</param>
internal sealed record PlotColours(
    SKColor Paper, SKColor Ink, SKColor Text, SKColor Grid,
    SKColor Loss, SKColor Short, SKColor Medium, SKColor Long,
    SKColor HeldOut, SKColor Trained, SKColor StopLoss, SKColor Light, SKColor LightBand, SKColor Recommended)
{
    private static readonly PlotColours OnLight = new(
        Paper: new(0xFFFFFFFF), Ink: new(0xFF1F2933), Text: new(0xFF52606D), Grid: new(0xFFE9EDF1),
        Loss: new(0xFFB9C7D6), Short: new(0xFF6F9CC8), Medium: new(0xFF12457A), Long: new(0xFF8A3FA0),
        HeldOut: new(0xFFC2185B), Trained: new(0xFF66702A), StopLoss: new(0xFFB3541E), Light: new(0xFFE0A100), LightBand: new(0xFFFFF1C9), Recommended: new(0xFF0B7A5B));

    private static readonly PlotColours OnDark = new(
        Paper: new(0xFF14191F), Ink: new(0xFFEDF1F5), Text: new(0xFFAEB9C4), Grid: new(0xFF262E37),
        Loss: new(0xFF506274), Short: new(0xFF5B86B3), Medium: new(0xFF9CCBFA), Long: new(0xFFD79AE8),
        HeldOut: new(0xFFFF6E9C), Trained: new(0xFFC3D17A), StopLoss: new(0xFFF0935B), Light: new(0xFFF2C03D), LightBand: new(0xFF3A3319), Recommended: new(0xFF3BCB9D));

    public static PlotColours Of(PlotTheme theme) => theme == PlotTheme.Dark ? OnDark : OnLight;
}
