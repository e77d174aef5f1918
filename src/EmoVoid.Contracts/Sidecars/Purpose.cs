namespace EmoVoid.Contracts.Sidecars;

/// <summary>What a LoRA is for: the preset of the stop loss, the loss at which a calm run turns the early-stop light on.</summary>
/// <remarks>
/// 0.04 is EmoVoid's own default and the guide's value for a character, which has to be met in detail. The guide asks to set it by
/// purpose and gives no other numbers; these are ours. A style lives in what the pictures share, and the last details of each are what
/// it must not learn, so its light comes earlier; a light touch stops earlier still.
/// </remarks>
public static class Purpose
{
    public const string Default = "character";

    /// <summary>Purpose → stop loss.</summary>
    public static IReadOnlyDictionary<string, double> StopLoss { get; } = new Dictionary<string, double>
    {
        ["character"] = 0.04,
        ["style"] = 0.06,
        ["light"] = 0.08,
    };
}
