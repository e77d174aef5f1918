using System.Globalization;
using System.Text.Json;
using EmoVoid.Contracts;
using EmoVoid.Contracts.Light;
using static TorchSharp.torch;

namespace EmoVoid.Training.Optimizers;

/// <summary>All that EmoVoid needs, besides the parameters, to go on with the same bits: a few scalars, and the shadow where it is used.</summary>
/// <param name="Controller">The losses' averages and the light.</param>
/// <param name="PreviousNorm">Σ‖p‖₁ that the next step may have to hold; null before the first step and where the next step holds none.</param>
/// <param name="Shadow">(N) the slow copy of the parameters; null unless the shadow is used.</param>
public sealed record OptimizerState(ControllerState Controller, double? PreviousNorm, Tensor? Shadow)
{
    /// <summary>The name under which a file keeps <see cref="Shadow"/>.</summary>
    public const string ShadowName = "emovoid.shadow";

    private const string VersionKey = "emovoid.version";
    private const string ControllerKey = "emovoid.controller";
    private const string PreviousNormKey = "emovoid.previous_norm";
    private static readonly Version Oldest = new(3, 9);
    private static readonly Version Known = new(ControllerState.Version);

    /// <summary>The scalars as metadata of a safetensors file. The shadow is a tensor of that file, which the caller writes.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string>
        {
            [VersionKey] = ControllerState.Version,
            [ControllerKey] = JsonSerializer.Serialize(Controller, ContractsJson.Line.ControllerState),
        };
        if (PreviousNorm is { } norm)
            metadata[PreviousNormKey] = norm.ToString("R", CultureInfo.InvariantCulture);
        return metadata;
    }

    /// <summary>The inverse of <see cref="ToMetadata"/>.</summary>
    /// <exception cref="InvalidDataException">There is no state, it is damaged, or it is of a version that cannot be continued.</exception>
    public static OptimizerState FromMetadata(IReadOnlyDictionary<string, string> metadata, Tensor? shadow = null)
    {
        CheckVersion(metadata.GetValueOrDefault(VersionKey));
        try
        {
            var controller = JsonSerializer.Deserialize(metadata[ControllerKey], ContractsJson.Line.ControllerState);
            double? norm = metadata.TryGetValue(PreviousNormKey, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : null;
            return new OptimizerState(controller ?? throw new JsonException($"{ControllerKey} is null"), norm, shadow);
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"The saved EmoVoid state is damaged ({e.Message}); start the run afresh.", e);
        }
    }

    /// <summary>Whether a state is whole for all one can see, and of a version that <see cref="FromMetadata"/> refuses.</summary>
    public static bool IsOfAnotherVersion(IReadOnlyDictionary<string, string> metadata) =>
        !Version.TryParse(metadata.GetValueOrDefault(VersionKey), out var version) || (version.Major, version.Minor) != (Known.Major, Known.Minor);

    private static void CheckVersion(string? saved)
    {
        if (!Version.TryParse(saved, out var version) || version < Oldest)
            throw new InvalidDataException(
                $"The saved state is of EmoVoid {saved ?? "without a version"}; EmoVoid before 3.9 lost the loss of a step, so its state means nothing to {Known}. Start the run afresh.");
        if (version.Major != Known.Major || version.Minor != Known.Minor)
            throw new InvalidDataException(
                $"The saved state is of EmoVoid {saved}, this program trains with {Known}. Continue with the program that saved it, or start the run afresh.");
    }
}
