namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>The numbers that the scripts print before the training; null: not in the log.</summary>
/// <param name="Steps">How many steps were asked for.</param>
internal sealed record LogHeading(int? BatchesPerEpoch = null, int? BatchesPerStep = null, int? Steps = null)
{
    /// <summary>The last step of an epoch, when the epochs are counted from this start.</summary>
    internal int? StepAfterEpoch(int epoch) =>
        BatchesPerEpoch is > 0 and var batches && BatchesPerStep is > 0 and var accumulated && (long)epoch * ((batches + accumulated - 1) / accumulated) is <= int.MaxValue and var step
            ? (int)step
            : null;

    internal LogHeading With(HeadingNumber name, int value) => name switch
    {
        HeadingNumber.BatchesPerEpoch => this with { BatchesPerEpoch = value },
        HeadingNumber.BatchesPerStep => this with { BatchesPerStep = value },
        _ => this with { Steps = value },
    };
}
