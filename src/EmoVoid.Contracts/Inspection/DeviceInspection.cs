using System.Text.Json;

namespace EmoVoid.Contracts.Inspection;

/// <summary>What a trainer can compute on: the one JSON line of <c>EmoVoid.Trainer devices</c>.</summary>
/// <param name="LibTorch">Version of the loaded libtorch, as <c>2.10.0</c>; null when none could be loaded.</param>
/// <param name="Devices">As a plan names them: <c>cpu</c>, <c>cuda:0</c>, <c>cuda:1</c>.</param>
/// <param name="Problem">Why there is no device at all, in words for a person; null when there is one.</param>
/// <param name="Memory">Bytes of each device in all, whoever has them at the moment; a device of which nobody can tell is not among them.</param>
public sealed record DeviceInspection(string? LibTorch, IReadOnlyList<string> Devices, string? Problem, IReadOnlyDictionary<string, long>? Memory = null)
{
    /// <summary>Bytes in all; null when nobody can tell.</summary>
    public long? MemoryOf(string device) => Memory is not null && Memory.TryGetValue(device, out var bytes) ? bytes : null;

    public string ToJsonLine() => JsonSerializer.Serialize(this, ContractsJson.Line.DeviceInspection);

    /// <summary>Reads one line; null when it is something else, as when a native library writes to standard output.</summary>
    public static DeviceInspection? TryParse(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize(line, ContractsJson.Line.DeviceInspection) is { Devices: not null } inspection ? inspection : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
