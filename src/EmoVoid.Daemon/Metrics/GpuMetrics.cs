using System.Globalization;
using EmoVoid.Core.Devices.Gpus;
using Prometheus;

namespace EmoVoid.Daemon.Metrics;

/// <summary>
/// What the GPUs told when they were last asked. The queue asks them while there is a run; nobody wakes them for this, so that without one,
/// and without a GPU, these are absent.
/// </summary>
internal sealed class GpuMetrics
{
    private const string Label = "gpu";
    private const double Megabyte = 1 << 20;

    /// <summary>An older answer says nothing of now.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly IGpuStatus gpus;
    private readonly TimeProvider time;
    private readonly Gauge used, total, utilization, temperature, power;

    public GpuMetrics(DaemonMetrics metrics, IGpuStatus gpus, TimeProvider time)
    {
        (this.gpus, this.time) = (gpus, time);
        var make = Prometheus.Metrics.WithCustomRegistry(metrics.Registry);
        used = make.CreateGauge("emovoid_gpu_memory_used_bytes", "Memory of a GPU that is in use, by whomever.", Label);
        total = make.CreateGauge("emovoid_gpu_memory_total_bytes", "Memory of a GPU.", Label);
        utilization = make.CreateGauge("emovoid_gpu_utilization_ratio", "How busy a GPU is, 0 to 1.", Label);
        temperature = make.CreateGauge("emovoid_gpu_temperature_celsius", "Temperature of a GPU.", Label);
        power = make.CreateGauge("emovoid_gpu_power_watts", "What a GPU takes.", Label);
    }

    /// <summary>Sets what is known, and takes away what is not.</summary>
    public void Collect()
    {
        var look = gpus.Last;
        var known = look.At is { } at && time.GetUtcNow() - at < Fresh ? look.Known : [];
        Show(used, known, gpu => gpu.UsedMegabytes * Megabyte);
        Show(total, known, gpu => gpu.TotalMegabytes * Megabyte);
        Show(utilization, known, gpu => gpu.UtilizationPercent / 100.0);
        Show(temperature, known, gpu => gpu.Celsius);
        Show(power, known, gpu => gpu.Watts);
    }

    private static void Show(Gauge gauge, IReadOnlyList<Gpu> known, Func<Gpu, double?> valueOf)
    {
        foreach (var labels in gauge.GetAllLabelValues().ToList())
            gauge.RemoveLabelled(labels);
        foreach (var gpu in known)
            if (valueOf(gpu) is { } value)
                gauge.WithLabels(gpu.Index.ToString(CultureInfo.InvariantCulture)).Set(value);
    }
}
