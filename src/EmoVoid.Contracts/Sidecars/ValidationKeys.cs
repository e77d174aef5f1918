namespace EmoVoid.Contracts.Sidecars;

/// <summary>The keys of the table <c>[validation]</c>.</summary>
public static class ValidationKeys
{
    /// <summary>From so many pictures on, some are held out without being asked for: below, every picture counts.</summary>
    public const int FromImages = 40;

    /// <summary>What is held out then.</summary>
    public const double DefaultShare = 0.1;

    private const int MostFiles = 1000;

    public static FractionKey Share { get; } = new("validation.share", "0.1 from 40 pictures on; below that none is held out, and the losses of trained pictures alone are measured",
        "The share of the pictures that is never trained and tells, at each checkpoint, whether the LoRA begins to memorize; 0 holds none out and measures nothing.");

    public static TextListKey Files { get; } = new("validation.files", MostFiles, 1000, "chosen by train.seed",
        "The pictures that are held out, by their names in this folder, instead of validation.share.");

    public static IReadOnlyList<SidecarKey> All { get; } = [Share, Files];
}
