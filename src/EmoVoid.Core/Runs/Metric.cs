namespace EmoVoid.Core.Runs;

/// <summary>What is kept of one step.</summary>
public sealed record Metric
{
    /// <summary>Counted from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Mean squared error.</summary>
    public required double Loss { get; init; }

    /// <summary>The learning rate EmoVoid made.</summary>
    public required double Pulse { get; init; }

    /// <summary>How calm the run is; the light asks for 0.3.</summary>
    public required double StopBase { get; init; }

    /// <summary>The average that the light compares with the stop loss.</summary>
    public required double MediumLoss { get; init; }

    /// <summary>Whether the light was on after this step.</summary>
    public required bool Lit { get; init; }
    public required double Seconds { get; init; }
}
