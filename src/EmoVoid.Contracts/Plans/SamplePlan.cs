using System.Text.Json.Serialization;
using EmoVoid.Contracts.Memory;

namespace EmoVoid.Contracts.Plans;

/// <summary>All that a trainer is told about one contact sheet: the pictures of the same prompts and noise, by the base and by some LoRAs of it.</summary>
/// <remarks>Paths are absolute.</remarks>
public sealed record SamplePlan
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>Stands above the sheet.</summary>
    public required string Title { get; init; }
    public required ModelPlan Model { get; init; }

    /// <summary>Of all the LoRAs.</summary>
    public required int Rank { get; init; }

    /// <summary>Of all the LoRAs.</summary>
    public required double Alpha { get; init; }
    public required SampleSettings Settings { get; init; }

    /// <summary>From left to right.</summary>
    public required IReadOnlyList<SampleColumn> Columns { get; init; }

    /// <summary>The contact sheet (PNG): it is there whole or not at all.</summary>
    public required string OutputFile { get; init; }

    /// <summary>Where text contexts are kept by content hash.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>A TorchSharp device: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init => field = value ?? "cpu"; } = "cpu"; // not written reads as null: generated readers set every init member

    /// <summary>How to hold the model, as in the run's plan; null: all of it is chosen by the trainer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MemoryPlan? Memory { get; init; }

    /// <exception cref="InvalidDataException">The file is not a sample plan, or one of another format.</exception>
    public static SamplePlan Read(string path) =>
        PlanFile.Read(path, ContractsJson.Default.SamplePlan, "sample plan", plan => plan.Format, CurrentFormat);

    public void Write(string path) => PlanFile.Write(path, this, ContractsJson.Default.SamplePlan);
}

/// <summary>One column of a contact sheet.</summary>
/// <param name="Title">Above the pictures.</param>
/// <param name="Subtitle">Below the title; may be empty.</param>
/// <param name="Lora">Its file; null: the base alone.</param>
public sealed record SampleColumn(string Title, string Subtitle, string? Lora);
