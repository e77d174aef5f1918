using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EmoVoid.Contracts.Memory;
using EmoVoid.Safetensors;
using EmoVoid.Training.Optimizers;
using EmoVoid.Training.Tensors;

namespace EmoVoid.Training.Loop;

/// <summary>A <see cref="SavedState"/> as a safetensors file that carries the hash of all that is in it.</summary>
internal static class StateFile
{
    private const string ParametersName = "lora.parameters";
    private const string StepKey = "emovoid.step";
    private const string PlanKey = "emovoid.plan";
    private const string BaseKey = "emovoid.base";
    private const string PlannedKey = "emovoid.planned";
    private const string AttemptKey = "emovoid.attempt";
    private const string HashKey = "emovoid.sha256";

    /// <param name="fingerprint">Of the plan: the state is refused to another one.</param>
    public static void Write(string path, SavedState state, string fingerprint)
    {
        var entries = Entries(state);
        var metadata = new Dictionary<string, string>(state.Optimizer.ToMetadata())
        {
            [StepKey] = Text(state.Step),
            [PlanKey] = fingerprint,
            [BaseKey] = state.Base.ToString(),
            [PlannedKey] = state.Planned.ToString(),
            [AttemptKey] = Text(state.Attempt),
        };
        metadata[HashKey] = HashOf(entries, metadata);
        SafetensorsWriter.Write(path, entries, metadata);
    }

    /// <summary>What a file says of itself in its header, which may not be true; null when there is no such file or no header.</summary>
    public static (int Step, bool Planned)? Peek(string path)
    {
        try
        {
            return File.Exists(path) && SafetensorsHeader.Read(path).Metadata is var metadata && metadata.ContainsKey(StepKey)
                ? (StepOf(metadata), IsPlanned(metadata))
                : null;
        }
        catch (Exception e) when (e is SafetensorsException or FormatException)
        {
            return null;
        }
    }

    /// <exception cref="DamagedStateException">The file is torn or damaged.</exception>
    /// <exception cref="InvalidDataException">It is whole, and of a run that was asked for something else or of a version that cannot be continued.</exception>
    public static SavedState Read(string path, string fingerprint)
    {
        try
        {
            using var file = SafetensorsFile.Open(path);
            var state = Read(file, fingerprint);
            try
            {
                ThrowIfDamaged(state, file.Metadata);
                ThrowIfOfAnother(file.Metadata, fingerprint);
                return state;
            }
            catch
            {
                state.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is SafetensorsException or KeyNotFoundException or FormatException)
        {
            throw new DamagedStateException(e is SafetensorsException damage ? damage.Problem : e.Message, e);
        }
    }

    private static SavedState Read(SafetensorsFile file, string fingerprint)
    {
        // States of versions that wrote no hash cannot be told damaged: what is plainly of another run is said before it fails elsewhere.
        if (!file.Metadata.ContainsKey(HashKey))
            ThrowIfOfAnother(file.Metadata, fingerprint);
        var shadow = file.Tensors.ContainsKey(OptimizerState.ShadowName) ? file.Load(OptimizerState.ShadowName) : null;
        return new SavedState(StepOf(file.Metadata), BaseOf(file), file.Load(ParametersName), OptimizerOf(file, shadow))
        {
            Planned = IsPlanned(file.Metadata),
            Attempt = int.Parse(file.Metadata.GetValueOrDefault(AttemptKey, "0"), CultureInfo.InvariantCulture), // earlier versions never went back
        };
    }

    private static int StepOf(IReadOnlyDictionary<string, string> metadata) => int.Parse(metadata[StepKey], CultureInfo.InvariantCulture);

    /// <summary>Earlier versions saved a state only with a checkpoint.</summary>
    private static bool IsPlanned(IReadOnlyDictionary<string, string> metadata) => !metadata.TryGetValue(PlannedKey, out var planned) || bool.Parse(planned);

    private static OptimizerState OptimizerOf(SafetensorsFile file, TorchSharp.torch.Tensor? shadow)
    {
        try
        {
            return OptimizerState.FromMetadata(file.Metadata, shadow);
        }
        catch (InvalidDataException e) when (!OptimizerState.IsOfAnotherVersion(file.Metadata))
        {
            throw new DamagedStateException(e.Message, e);
        }
    }

    private static void ThrowIfDamaged(SavedState state, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.TryGetValue(HashKey, out var hash) && HashOf(Entries(state), metadata) != hash)
            throw new DamagedStateException("its content does not match its own hash");
    }

    private static void ThrowIfOfAnother(IReadOnlyDictionary<string, string> metadata, string fingerprint)
    {
        if (metadata.GetValueOrDefault(PlanKey) != fingerprint)
            throw new InvalidDataException("it was saved by a run with another model, data set, rank, alpha, resolution, batches, stop loss or seed");
    }

    private static List<SafetensorsWriter.Entry> Entries(SavedState state)
    {
        var entries = new List<SafetensorsWriter.Entry> { state.Parameters.ToEntry(ParametersName) };
        if (state.Optimizer.Shadow is { } shadow)
            entries.Add(shadow.ToEntry(OptimizerState.ShadowName));
        return entries;
    }

    /// <summary>SHA-256 over the metadata but the hash itself, in the order of its keys, and then over every tensor.</summary>
    private static string HashOf(IEnumerable<SafetensorsWriter.Entry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        using var sha = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
        {
            foreach (var (key, value) in metadata.Where(item => item.Key != HashKey).OrderBy(item => item.Key, StringComparer.Ordinal))
                stream.Write(Encoding.UTF8.GetBytes($"{key}\0{value}\0"));
            foreach (var entry in entries)
            {
                stream.Write(Encoding.UTF8.GetBytes($"{entry.Name}\0{Text(entry.Bytes)}\0"));
                entry.Copy(stream);
            }
        }

        return Convert.ToHexStringLower(sha.Hash!);
    }

    /// <summary>States that do not say are of a version that knew no other.</summary>
    private static BaseWeights BaseOf(SafetensorsFile file) =>
        Enum.TryParse<BaseWeights>(file.Metadata.GetValueOrDefault(BaseKey), out var kept) ? kept : BaseWeights.Bf16;

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
