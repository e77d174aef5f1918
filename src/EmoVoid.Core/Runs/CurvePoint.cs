namespace EmoVoid.Core.Runs;

/// <summary>A step, or what stands for several neighbouring ones.</summary>
public sealed record CurvePoint
{
    /// <summary>The step; of several, the last one.</summary>
    public required int Step { get; init; }

    /// <summary>Mean squared error; of several steps, the mean.</summary>
    public required double Loss { get; init; }

    /// <summary>The learning rate EmoVoid made; of several steps, the mean.</summary>
    public required double Pulse { get; init; }

    /// <summary>How calm the run is; the light asks for 0.3. Of several steps, the mean.</summary>
    public required double StopBase { get; init; }

    /// <summary>The average that the light compares with the stop loss; of several steps, the mean.</summary>
    public required double MediumLoss { get; init; }

    /// <summary>Whether the light was on after this step; of several, after any of them.</summary>
    public required bool Lit { get; init; }

    /// <summary>How long the step took; of several, all of them together.</summary>
    public required double Seconds { get; init; }

    /// <summary>What the means hide; null when this is one step as it was.</summary>
    public CurveSpread? Spread { get; init; }
}

/// <summary>The steps that a point stands for.</summary>
/// <param name="FromStep">The first one.</param>
/// <param name="Steps">How many.</param>
/// <param name="LossMin">The lowest loss of a step.</param>
/// <param name="LossMax">The highest: a spike of one step is seen here, however many steps the point stands for.</param>
/// <param name="PulseMin">The lowest rate of a step.</param>
/// <param name="PulseMax">The highest.</param>
/// <param name="LitSteps">After how many of them the light was on.</param>
public sealed record CurveSpread(int FromStep, int Steps, double LossMin, double LossMax, double PulseMin, double PulseMax, int LitSteps);
