using ScottPlot;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Calm, told apart by the colour-blind, and never the only sign: lines differ in their kind, marks in their shape.</summary>
internal static class PlotColours
{
    public static readonly Color Paper = Colors.White;
    public static readonly Color Ink = new("#1F2933");
    public static readonly Color Text = new("#52606D");
    public static readonly Color Grid = new("#E9EDF1");
    public static readonly Color Loss = new("#8FA9C4");
    public static readonly Color Average = new("#1D5A96");
    public static readonly Color StopLoss = new("#B3541E");
    public static readonly Color Light = new("#FFCF4D");
    public static readonly Color Recommended = new("#0B7A5B");
}
