using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>The axis of the steps, from 0, and where it lies in the picture.</summary>
/// <param name="lastStep">The last one to be seen.</param>
/// <param name="left">Of step 0, in pixels.</param>
/// <param name="width">Of the whole axis, in pixels.</param>
internal sealed class StepScale(int lastStep, float left, float width)
{
    private static readonly int[] Rungs = [1, 2, 5];

    /// <summary>Pixels between two marks, for numbers of seven digits.</summary>
    private const float Apart = 80;

    /// <summary>The end of the axis: a little beyond the last step.</summary>
    public double End { get; } = Math.Max(2, lastStep * 1.01);

    public float Left => left;

    public float Right => left + width;

    /// <summary>The pixel of a step.</summary>
    public float At(double step) => left + (float)(step / End * width);

    /// <summary>At 0 and every 1, 2 or 5 times a power of ten.</summary>
    public ITickGenerator Marks()
    {
        var enough = End * Apart / width;
        var between = (from power in Enumerable.Range(0, 10)
                       from rung in Rungs
                       select rung * Math.Pow(10, power)).First(distance => distance >= enough);
        var marks = Enumerable.Range(0, (int)(End / between) + 1).Select(i => i * between);
        return new NumericManual([.. marks.Select(step => new Tick(step, step.ToString("0", CultureInfo.InvariantCulture)))]);
    }
}
