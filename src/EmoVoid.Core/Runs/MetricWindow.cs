namespace EmoVoid.Core.Runs;

/// <summary>Which steps of a run are asked for.</summary>
public sealed record MetricWindow
{
    /// <summary>Only steps after this one.</summary>
    public int Since { get; init; }

    /// <summary>Only steps up to this one.</summary>
    public int Until { get; init; } = int.MaxValue;

    /// <summary>Of those only so many, from the end; null: all.</summary>
    public int? Last { get; init; }

    /// <summary>Only steps that are a multiple of this, and the last one.</summary>
    public int Every { get; init; } = 1;
}
