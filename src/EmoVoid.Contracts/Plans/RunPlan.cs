using System.Text.Json.Serialization;
using EmoVoid.Contracts.Memory;

namespace EmoVoid.Contracts.Plans;

/// <summary>All that a trainer is told about a run: one JSON file, written by whoever starts it and never changed afterwards.</summary>
/// <remarks>Paths are absolute, except where a member says otherwise.</remarks>
public sealed record RunPlan
{
    public const int CurrentFormat = 1;

    /// <summary>The file in <see cref="CheckpointFolder"/> that a stopped run goes on from; the run begins afresh where it is missing.</summary>
    public const string SavedStateName = "state.safetensors";

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The run's name in the daemon's API and in its output folder.</summary>
    public required string Run { get; init; }

    public required ModelPlan Model { get; init; }
    public required DatasetPlan Dataset { get; init; }
    public required TrainPlan Train { get; init; }

    /// <summary>Where checkpoints and the resumable state of the run are written.</summary>
    public required string CheckpointFolder { get; init; }

    /// <summary>Where latents and text contexts are kept by content hash; several runs may share it.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>A TorchSharp device: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init => field = value ?? "cpu"; } = "cpu"; // not written reads as null: generated readers set every init member

    /// <summary>The sample pictures of the run; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // a state saved before there were sample pictures knows its plan without them
    public SampleSettings? Sample { get; init; }

    /// <summary>How to hold the model; null: all of it is chosen by the trainer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MemoryPlan? Memory { get; init; }

    /// <summary>The program that trains it, as a sidecar names it; null: EmoVoid.Trainer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trainer { get; init; }

    /// <summary>Kohya's bucket settings where the owner set them; they mean nothing to EmoVoid.Trainer, whose buckets are kohya's defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BucketPlan? Buckets { get; init; }

    /// <summary>What is measured at the checkpoints; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValidationPlan? Validation { get; init; }

    /// <exception cref="InvalidDataException">The file is not a plan, or a plan of another format.</exception>
    public static RunPlan Read(string path) =>
        PlanFile.Read(path, ContractsJson.Default.RunPlan, "run plan", plan => plan.Format, CurrentFormat);

    public void Write(string path) => PlanFile.Write(path, this, ContractsJson.Default.RunPlan);
}

/// <summary>The files of the base model.</summary>
/// <param name="Name">The model's name in the daemon's configuration, for reports and metadata.</param>
/// <param name="Dit">The diffusion transformer with the LLM adapter: a safetensors file, or a folder of its shards.</param>
/// <param name="TextEncoder">Qwen3, likewise.</param>
/// <param name="Vae">The Qwen-Image VAE, likewise.</param>
/// <param name="Tokenizers">A folder with <c>qwen3/</c> and <c>t5/</c>.</param>
/// <param name="BuiltIn">Whether this is the small model that ships with the trainer, which copies its files where they are not there yet.</param>
/// <param name="Qwen3Tokenizer">Qwen3's tokenizer, a folder or a file, where it lies elsewhere than in <paramref name="Tokenizers"/>.</param>
/// <param name="T5Tokenizer">T5's, likewise.</param>
public sealed record ModelPlan(
    string Name, string Dit, string TextEncoder, string Vae, string Tokenizers, bool BuiltIn = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Qwen3Tokenizer = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? T5Tokenizer = null)
{
    [JsonIgnore]
    public string PathOfQwen3Tokenizer => Qwen3Tokenizer ?? Path.Combine(Tokenizers, "qwen3");

    [JsonIgnore]
    public string PathOfT5Tokenizer => T5Tokenizer ?? Path.Combine(Tokenizers, "t5");
}

/// <summary>The pictures that are trained, with their captions, in the order that the run's sampler counts them.</summary>
/// <param name="Folder">The claimed data set; the trainer only reads it.</param>
public sealed record DatasetPlan(string Folder, IReadOnlyList<CaptionedImage> Images);

/// <param name="File">Path relative to the data set's folder, with forward slashes.</param>
/// <param name="Caption">The caption's text, trimmed; may be empty.</param>
/// <param name="Repeats">How often the picture comes in an epoch (kohya's <c>10_name</c> folders); at least 1.</param>
/// <param name="Mask">The picture of where to learn (white) and where not (black), as <paramref name="File"/>; null: learned whole.</param>
public sealed record CaptionedImage(string File, string Caption, int Repeats = 1, string? Mask = null);

/// <summary>How to train. Defaults and limits are the sidecar's; a plan holds the resolved values.</summary>
public sealed record TrainPlan
{
    /// <summary>The LoRA's rank.</summary>
    public required int Rank { get; init; }

    /// <summary>The LoRA's alpha: its weights count alpha / rank.</summary>
    public required double Alpha { get; init; }

    /// <summary>How many steps are taken, if nothing ends the run before.</summary>
    public required int Steps { get; init; }

    /// <summary>EmoVoid's stopcoef: the calm average loss at which the light turns on.</summary>
    public required double StopLoss { get; init; }

    /// <summary>Side of the square, in pixels, whose area every bucket approximates.</summary>
    public required int Resolution { get; init; }

    /// <summary>What everything random in the run comes from.</summary>
    public required long Seed { get; init; }

    /// <summary>Pictures in a batch.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>A checkpoint at every multiple of this many steps, besides those the light asks for.</summary>
    public required int SaveEvery { get; init; }

    // Null from the JSON reader where an older plan has none.
    public BatchPlan Batches { get; init => field = value ?? new BatchPlan(); } = new();

    public LoraPlan Lora { get; init => field = value ?? new LoraPlan(); } = new();

    /// <summary>When the run may end early; null: it never does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StopPlan? Stop { get; init; }
}
