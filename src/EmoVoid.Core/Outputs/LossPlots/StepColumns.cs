namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>The steps 1 to <paramref name="lastStep"/>, spread evenly over the pixel columns of a picture; one column for each step while there are enough.</summary>
/// <param name="lastStep">At least 1.</param>
/// <param name="most">How many columns there may be; at least 1.</param>
internal sealed class StepColumns(int lastStep, int most)
{
    public int LastStep => lastStep;

    public int Count { get; } = Math.Min(most, lastStep);

    /// <summary>How many steps share a column, at most.</summary>
    public int StepsPerColumn => (lastStep + Count - 1) / Count;

    /// <summary>The column of a step, from 0.</summary>
    public int Of(int step) => (int)((long)(step - 1) * Count / lastStep);
}
