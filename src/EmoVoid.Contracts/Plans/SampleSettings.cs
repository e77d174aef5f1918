using System.Text.Json.Serialization;

namespace EmoVoid.Contracts.Plans;

/// <summary>Which sample pictures are made of a run, every value resolved. Defaults and limits are the sidecar's (table <c>[sample]</c>).</summary>
public sealed record SampleSettings
{
    /// <summary>A row of the sheet each; at least one.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }

    /// <summary>What guidance leads away from; empty: from the picture of no caption.</summary>
    public string Negative { get; init; } = "";

    /// <summary>How many of the recommended checkpoints are shown beside the base.</summary>
    public required int Candidates { get; init; }

    /// <summary>Euler steps from noise to picture.</summary>
    public required int Steps { get; init; }

    /// <summary>How far the prompt's velocity is followed beyond the negative prompt's; 1 is none, and half the work.</summary>
    public required double Guidance { get; init; }

    /// <summary>The noise comes from it and from the prompt's place, so base and candidates begin alike.</summary>
    public required long Seed { get; init; }

    /// <summary>In pixels, a multiple of 16.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels, a multiple of 16.</summary>
    public required int Height { get; init; }

    /// <summary>While training, pictures of the LoRA at every multiple of this many steps; null: none.</summary>
    public int? Every { get; init; }

    public VaeTiles VaeTiles { get; init; } = VaeTiles.Auto;
}

/// <summary>Whether pictures are decoded in tiles, which takes less memory and differs a little.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VaeTiles>))]
public enum VaeTiles
{
    /// <summary>When the whole picture would need more memory than is free.</summary>
    [JsonStringEnumMemberName("auto")] Auto,
    [JsonStringEnumMemberName("always")] Always,
    [JsonStringEnumMemberName("never")] Never,
}
