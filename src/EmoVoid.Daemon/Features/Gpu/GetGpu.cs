using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Scheduling.Neighbours;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Gpu;

/// <summary>What the GPUs do, and who has them.</summary>
internal sealed class GetGpu(GpuViews views) : EndpointWithoutRequest<GpusView>
{
    public override void Configure()
    {
        Get("/gpu");
        this.Describe("gpu", "What the GPUs do", "Each GPU of this machine as its driver tells of it, the programs on it, and the runs that are trained there. What is not known is null.");
    }

    public override Task<GpusView> ExecuteAsync(CancellationToken ct) => views.Now();
}

internal sealed record GpusView
{
    /// <summary>When the driver gave this answer; null: never.</summary>
    public required DateTimeOffset? LookedAt { get; init; }

    /// <summary>How old this answer is.</summary>
    public required double? AgeSeconds { get; init; }

    /// <summary>Why there is no answer, or no newer one; null when all is well.</summary>
    public required string? Problem { get; init; }

    /// <summary>Until when this machine is left to others; null when nobody asked for it.</summary>
    public required DateTimeOffset? YieldUntil { get; init; }

    /// <summary>Each GPU; empty on a machine without one.</summary>
    public required IReadOnlyList<GpuView> Items { get; init; }
}

/// <summary>One GPU. Megabytes are of 2^20 bytes, as nvidia-smi counts.</summary>
internal sealed record GpuView
{
    /// <summary>By its place on the bus, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The driver's name for this very card.</summary>
    public required string Uuid { get; init; }

    /// <summary>The model of the card.</summary>
    public required string Name { get; init; }

    /// <summary>What all programs and the driver have of its memory.</summary>
    public required int? MemoryUsedMegabytes { get; init; }

    /// <summary>What nobody has of it.</summary>
    public required int? MemoryFreeMegabytes { get; init; }

    /// <summary>All of it.</summary>
    public required int? MemoryTotalMegabytes { get; init; }

    /// <summary>What others have of its memory, and the driver.</summary>
    public required int? MemoryOtherMegabytes { get; init; }

    /// <summary>How busy it is, 0 to 100.</summary>
    public required int? UtilizationPercent { get; init; }

    /// <summary>Of its chip.</summary>
    public required int? TemperatureCelsius { get; init; }

    /// <summary>What it draws now.</summary>
    public required double? PowerWatts { get; init; }

    /// <summary>The programs that compute on it; those that only draw are not listed by the driver.</summary>
    public required IReadOnlyList<GpuProcessView> Processes { get; init; }

    /// <summary>The runs that are trained on it now.</summary>
    public required IReadOnlyList<string> Runs { get; init; }
}

/// <param name="Pid">The process.</param>
/// <param name="Name">Its program; null when the driver does not say.</param>
/// <param name="MemoryMegabytes">What it has of the GPU's memory; null when the driver does not say.</param>
/// <param name="Ours">Whether it is one of the daemon's trainers.</param>
internal sealed record GpuProcessView(int Pid, string? Name, int? MemoryMegabytes, bool Ours);

/// <summary>Gathers what a <see cref="GpusView"/> shows.</summary>
internal sealed class GpuViews(IGpuStatus gpus, GpuYield yield, GpuRuns runs, TimeProvider time)
{
    public async Task<GpusView> Now()
    {
        var look = await gpus.Look();
        return new GpusView
        {
            LookedAt = look.At,
            AgeSeconds = look.At is { } at ? (time.GetUtcNow() - at).TotalSeconds : null,
            Problem = look.Problem,
            YieldUntil = yield.Until,
            Items = [.. look.Gpus.Select(gpu => Of(gpu, runs.On(gpu)))],
        };
    }

    private static GpuView Of(Core.Devices.Gpus.Gpu gpu, IReadOnlyList<string> runs) => new()
    {
        Index = gpu.Index,
        Uuid = gpu.Uuid,
        Name = gpu.Name,
        MemoryUsedMegabytes = gpu.UsedMegabytes,
        MemoryFreeMegabytes = gpu.FreeMegabytes,
        MemoryTotalMegabytes = gpu.TotalMegabytes,
        MemoryOtherMegabytes = gpu.OtherMegabytes,
        UtilizationPercent = gpu.UtilizationPercent,
        TemperatureCelsius = gpu.Celsius,
        PowerWatts = gpu.Watts,
        Processes = [.. gpu.Processes.Select(process => new GpuProcessView(process.Id, process.Name, process.Megabytes, process.IsOurs))],
        Runs = runs,
    };
}
