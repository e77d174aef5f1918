using System.Text.Json.Serialization;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>What named the first candidate. Why in this order: docs/right-advice.md.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Evidence>))]
public enum Evidence
{
    /// <summary>It lies best in the early-stop light.</summary>
    [JsonStringEnumMemberName("light")] Light,

    /// <summary>
    /// It has the lowest loss at pictures and noise that are the same for every save: of all saves, where several lie almost equally well in the light, where it was never on, or where the
    /// light came after the run had begun to overfit; of those that lie equally well alone, where no picture is held out.
    /// </summary>
    [JsonStringEnumMemberName("paired_loss")] PairedLoss,

    /// <summary>Of the saves that lie almost equally well in the light, or of all when it was never on, it has the lowest average loss of the steps before it: nothing was measured at the saves.</summary>
    [JsonStringEnumMemberName("average_loss")] AverageLoss,

    /// <summary>Nothing is known that tells the saves apart: it is the earliest.</summary>
    [JsonStringEnumMemberName("nothing")] Nothing,
}
