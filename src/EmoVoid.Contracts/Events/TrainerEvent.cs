using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmoVoid.Contracts.Events;

/// <summary>What a trainer says while it works: one JSON object a line on standard output, told apart by <c>event</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Preparing), "preparing")]
[JsonDerivedType(typeof(Stepped), "step")]
[JsonDerivedType(typeof(StepSkipped), "skipped")]
[JsonDerivedType(typeof(WentBack), "back")]
[JsonDerivedType(typeof(CheckpointSaved), "checkpoint")]
[JsonDerivedType(typeof(Validated), "validated")]
[JsonDerivedType(typeof(Noted), "note")]
[JsonDerivedType(typeof(Finished), "finished")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record TrainerEvent
{
    public string ToJsonLine() => JsonSerializer.Serialize(this, ContractsJson.Line.TrainerEvent);

    /// <summary>Reads one line; null when it is not an event, as when a native library writes to standard output.</summary>
    public static TrainerEvent? TryParse(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize(line, ContractsJson.Line.TrainerEvent);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>Plan, data set and models are read; steps come next. What a resumed run did before it was cut is told again, up to <paramref name="ResumedAt"/>.</summary>
/// <param name="Trainer">Its version.</param>
/// <param name="Torch">libtorch's version.</param>
/// <param name="Device">cpu, cuda:0, …</param>
/// <param name="Parameters">How many numbers the LoRA trains.</param>
/// <param name="ResumedAt">The step whose saved state the run goes on from; 0 when it starts afresh.</param>
/// <param name="Models">SHA-256 of the model's parts by path: of one file, or of its shards' hashes. Null when it is not told.</param>
public sealed record Started(
    string Trainer, string Torch, string Device, long Parameters, int Steps, int ResumedAt, IReadOnlyDictionary<string, string>? Models = null) : TrainerEvent;

/// <summary>Progress of work that is not a step: before the first one, at a checkpoint, or on the sample pictures after the last one.</summary>
/// <param name="Stage">A word for people: <c>model</c>, <c>latents</c>, <c>captions</c>, <c>measures</c>, <c>samples</c>.</param>
public sealed record Preparing(string Stage, int Done, int Total) : TrainerEvent
{
    /// <summary>The stage of what comes between steps: the losses that <see cref="Validated"/> tells.</summary>
    public const string Measures = "measures";
}

/// <summary>One optimizer step.</summary>
/// <param name="Step">Counted from 1.</param>
/// <param name="Loss">Mean squared error of this step.</param>
/// <param name="Pulse">The learning rate EmoVoid made.</param>
/// <param name="StopBase">How calm the run is; the light asks for 0.3.</param>
/// <param name="MediumLoss">The average that the light compares with the stop loss.</param>
/// <param name="Lit">Whether the early-stop light is on after this step.</param>
/// <param name="Seconds">How long the step took.</param>
public sealed record Stepped(int Step, double Loss, double Pulse, double StopBase, double MediumLoss, bool Lit, double Seconds) : TrainerEvent;

/// <summary>A step whose loss or gradients are not finite: nothing was learned from it, and no <see cref="Stepped"/> tells of it. A <see cref="Noted"/> says it to people.</summary>
/// <param name="Files">The pictures that it comes from, relative to the data set's folder; all of the step's where it cannot be told.</param>
public sealed record StepSkipped(int Step, IReadOnlyList<string> Files) : TrainerEvent
{
    public bool Equals(StepSkipped? other) => other is not null && Step == other.Step && Files.SequenceEqual(other.Files);

    public override int GetHashCode() => Step;
}

/// <summary>
/// Too many steps in a row were skipped: the run has gone back and goes on with another order of the samples. What was told of steps after
/// <paramref name="Step"/>, checkpoints included, is no longer part of the run.
/// </summary>
/// <param name="Step">The last step that still counts; 0: the run began again.</param>
/// <param name="Attempt">Counted from 0, which is a run that never went back.</param>
public sealed record WentBack(int Step, int Attempt) : TrainerEvent;

/// <summary>A LoRA file is complete on disk.</summary>
/// <param name="File">Its name in the plan's checkpoint folder.</param>
/// <param name="Sha256">Of the whole file, lower-case hexadecimal.</param>
public sealed record CheckpointSaved(int Step, string File, long Bytes, string Sha256, CheckpointReason Reason) : TrainerEvent;

/// <summary>Why a checkpoint was saved. When several reasons meet, the first of them in this order is told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckpointReason>))]
public enum CheckpointReason
{
    [JsonStringEnumMemberName("light")] Light,
    [JsonStringEnumMemberName("last")] Last,
    [JsonStringEnumMemberName("interval")] Interval,
    [JsonStringEnumMemberName("asked")] Asked,
    [JsonStringEnumMemberName("stop")] Stop,
}

/// <summary>The losses of a checkpoint at noise that is the same for every checkpoint of the run, so that two checkpoints are compared pair by pair.</summary>
/// <param name="Step">That of the checkpoint; 0: before the first step.</param>
/// <param name="HeldOut">Of pictures that are never trained; empty when none is held out.</param>
/// <param name="Trained">Of trained pictures, their captions as they are.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record Validated(int Step, IReadOnlyList<PairLoss> HeldOut, IReadOnlyList<PairLoss> Trained, double Seconds) : TrainerEvent
{
    public bool Equals(Validated? other) =>
        other is not null && (Step, Seconds) == (other.Step, other.Seconds) && HeldOut.SequenceEqual(other.HeldOut) && Trained.SequenceEqual(other.Trained);

    public override int GetHashCode() => Step;
}

/// <summary>The loss of a picture at one level of noise and one noise.</summary>
/// <param name="File">The picture, relative to the data set's folder.</param>
/// <param name="Sigma">The share of noise, 0 to 1.</param>
/// <param name="Loss">Mean squared error.</param>
public sealed record PairLoss(string File, double Sigma, double Loss);

/// <summary>Something a person should read, that does not stop the run.</summary>
public sealed record Noted(string Message) : TrainerEvent;

/// <summary>The trainer is about to leave in order: all steps are done, or it was asked to stop and has saved.</summary>
/// <param name="Step">The last step done.</param>
public sealed record Finished(int Step, bool Stopped) : TrainerEvent;

/// <summary>The trainer gives up; the exit code says to a program what <paramref name="Message"/> says to a person.</summary>
public sealed record Failed(TrainerExitCode Code, string Message) : TrainerEvent;
