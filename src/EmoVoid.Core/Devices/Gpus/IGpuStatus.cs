namespace EmoVoid.Core.Devices.Gpus;

/// <summary>What the GPUs of this machine do, and who has them.</summary>
public interface IGpuStatus
{
    /// <summary>The last answer, however old.</summary>
    GpuLook Last { get; }

    /// <summary>Asks again when the last answer is old. Whatever the GPUs' driver does, this comes back within seconds, with the last answer if need be.</summary>
    Task<GpuLook> Look();
}

/// <summary>The GPUs at one time.</summary>
/// <param name="At">When they were asked; null: never, or never with an answer.</param>
/// <param name="Gpus">As of that time; none when there is none, or nobody to ask.</param>
/// <param name="Problem">Why there is no answer, or none since; null when all is well.</param>
public sealed record GpuLook(DateTimeOffset? At, IReadOnlyList<Gpu> Gpus, string? Problem)
{
    /// <summary>What may be relied on: an answer that could not be renewed says nothing of now.</summary>
    public IReadOnlyList<Gpu> Known => Problem is null ? Gpus : [];
}

/// <summary>One GPU. What it does not tell is null. Megabytes are of 2^20 bytes, as nvidia-smi counts.</summary>
public sealed record Gpu
{
    /// <summary>By its place on the bus, from 0.</summary>
    public required int Index { get; init; }
    public required string Uuid { get; init; }
    public required string Name { get; init; }
    public required int? UsedMegabytes { get; init; }
    public required int? FreeMegabytes { get; init; }
    public required int? TotalMegabytes { get; init; }

    /// <summary>0 to 100.</summary>
    public required int? UtilizationPercent { get; init; }
    public required int? Celsius { get; init; }
    public required double? Watts { get; init; }

    /// <summary>The programs that compute on it; those that only draw are not listed by the driver.</summary>
    public IReadOnlyList<GpuProcess> Processes { get; init; } = [];

    /// <summary>What our own processes have of its memory: 0 when none is seen; null when the driver does not say how much they have.</summary>
    public int? OwnMegabytes => Own.All(process => process.Megabytes is not null) ? Own.Sum(process => process.Megabytes!.Value) : null;

    /// <summary>What is not ours: other programs', those that draw included, and the driver's; null when it cannot be told.</summary>
    public int? OtherMegabytes => UsedMegabytes - OwnMegabytes;

    internal IEnumerable<GpuProcess> Own => Processes.Where(process => process.IsOurs);

    public override string ToString() => $"GPU {Index} ({Name})";
}

/// <param name="Name">Its program; null when the driver does not say.</param>
/// <param name="IsOurs">Whether the daemon started it.</param>
public sealed record GpuProcess(int Id, string? Name, int? Megabytes, bool IsOurs);
