using System.Text.Json;
using System.Text.Json.Serialization;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Inspection;
using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Contracts;

/// <summary>The JSON of the contract: snake_case, written without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunPlan))]
[JsonSerializable(typeof(SamplePlan))]
[JsonSerializable(typeof(TrainerEvent))]
[JsonSerializable(typeof(ControllerState))]
[JsonSerializable(typeof(ImageInspection))]
[JsonSerializable(typeof(DeviceInspection))]
public sealed partial class ContractsJson : JsonSerializerContext
{
    /// <summary>The same, an object a line.</summary>
    public static ContractsJson Line => OneLine.Context;

    // In a class of its own: the order of static initialisers across the parts of a partial class is not defined.
    private static class OneLine
    {
        internal static readonly ContractsJson Context = new(new JsonSerializerOptions(Default.Options) { WriteIndented = false });
    }
}
