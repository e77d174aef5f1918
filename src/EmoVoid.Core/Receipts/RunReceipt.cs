using System.Text.Json;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Receipts;

/// <summary>
/// All that made a LoRA what it is, in <c>receipt.json</c> beside it: with the same data set, models and kind of device, <c>emovoidd rerun</c>
/// makes the same bytes again. Only what was recorded; what is not known is null.
/// </summary>
public sealed record RunReceipt
{
    public const string FileName = "receipt.json";
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;
    public required string Run { get; init; }
    public required string Name { get; init; }

    /// <summary>The group whose data set it was trained on; null when the data set lies beside the receipt.</summary>
    public string? Group { get; init; }

    /// <summary>The resolved configuration, as the trainer was told it. Its paths are those of the machine it was trained on.</summary>
    public required RunPlan Plan { get; init; }

    /// <summary>Of <see cref="Files"/>: changes when a name or a byte of the data set does.</summary>
    public required string DatasetSha256 { get; init; }

    /// <summary>Every file of the data set, by name.</summary>
    public required IReadOnlyList<ReceiptFile> Files { get; init; }

    /// <summary>SHA-256 of the model's files by path; null when the trainer did not tell.</summary>
    public required IReadOnlyDictionary<string, string>? Models { get; init; }

    /// <summary>Of the last start; null when the trainer did not tell.</summary>
    public required TrainedWith? TrainedWith { get; init; }

    /// <summary>The processor's own name; results on a CPU are the same only on one of its kind.</summary>
    public required string? Processor { get; init; }
    public required IReadOnlyList<Checkpoint> Checkpoints { get; init; }

    /// <summary>The step of <c>recommended.safetensors</c>.</summary>
    public required int RecommendedStep { get; init; }
    public required DateTimeOffset? StartedAt { get; init; }
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Where the data set lies, as long as nobody has moved receipt or data set.</summary>
    /// <param name="path">Of the receipt.</param>
    public string DatasetBeside(string path)
    {
        var output = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Group is { } group ? Path.GetFullPath(Path.Combine(output, "..", group, "dataset")) : Path.Combine(output, "dataset");
    }

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, OutputJson.Options));

    /// <exception cref="InvalidDataException">It is no receipt, or one of another format.</exception>
    public static RunReceipt Read(string path)
    {
        try
        {
            var receipt = JsonSerializer.Deserialize<RunReceipt>(File.ReadAllText(path), OutputJson.Options)!;
            return receipt.Format == CurrentFormat ? receipt : throw new InvalidDataException($"{path} is a receipt of format {receipt.Format}; this program reads format {CurrentFormat}.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not a receipt: {e.Message}", e);
        }
    }
}

/// <param name="Path">Relative to the data set's folder, with forward slashes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record ReceiptFile(string Path, long Bytes, string Sha256);
