namespace EmoVoid.Contracts.Light;

/// <summary>Everything the controller remembers between two steps: scalars only, so that a saved run continues with the same bits.</summary>
/// <remarks>The names are upstream's. The three averages are null until the first loss, which is where each of them starts.</remarks>
public sealed record ControllerState
{
    /// <summary>The format of a saved state; states of EmoVoid before 3.9 have none and are refused.</summary>
    public const string Version = "3.9.1";

    public double? Short { get; init; }
    public double? Medium { get; init; }
    public double? Long { get; init; }

    /// <summary>The dNR the pulse is made of.</summary>
    public double DNRHist { get; init; } = 1.0;
    public double NoiseEst { get; init; } = 1.0;
    public double DEst { get; init; } = 0.02;
    public double CEst { get; init; }
    public bool ShouldStop { get; init; }

    /// <summary>Steps since the norm was last let go; the norm is held while it is at most <see cref="EmoVoidController.HeldSteps"/>.</summary>
    public int StepCount { get; init; }
}
