using EmoVoid.Core.Devices.Gpus;

namespace EmoVoid.Core.Tests.Devices.Gpus;

/// <summary>GPUs as a test wants them.</summary>
internal static class OneGpu
{
    public static Gpu With(
        int index = 0, string uuid = "GPU-aaaa", int? used = 900, int? free = 23_100, int? total = 24_000, double? watts = 30, params GpuProcess[] processes) => new()
    {
        Index = index, Uuid = uuid, Name = "A GPU", UsedMegabytes = used, FreeMegabytes = free, TotalMegabytes = total, UtilizationPercent = 7, Celsius = 41, Watts = watts,
        Processes = processes,
    };
}

/// <summary>Says what a test tells it, at once.</summary>
internal sealed class FakeGpus(TimeProvider time) : IGpuStatus
{
    public GpuLook Last { get; set; } = new(null, [], "nobody was asked");

    public Task<GpuLook> Look() => Task.FromResult(Last);

    /// <summary>A new answer.</summary>
    public void Say(params Gpu[] gpus) => Last = new GpuLook(time.GetUtcNow(), gpus, null);
}
