using System.Diagnostics;
using System.Globalization;

namespace EmoVoid.Core.Devices.Gpus;

/// <summary>Which of the machine's GPUs is meant by <c>cuda:N</c>.</summary>
internal static class GpuOrder
{
    private const string Order = "CUDA_DEVICE_ORDER", ByBus = "PCI_BUS_ID", Visible = "CUDA_VISIBLE_DEVICES";

    /// <summary>Has a trainer count GPUs as their driver does, by their place on the bus, unless the user has said otherwise. Else CUDA puts the fastest first.</summary>
    public static void Apply(ProcessStartInfo trainer)
    {
        if (string.IsNullOrEmpty(trainer.Environment.TryGetValue(Order, out var order) ? order : null))
            trainer.Environment[Order] = ByBus;
    }

    /// <summary>The GPU that the trainer calls so; null when it is none, or cannot be told.</summary>
    public static Gpu? Find(string? device, IReadOnlyList<Gpu> gpus) =>
        Find(device, gpus, Environment.GetEnvironmentVariable(Visible), Environment.GetEnvironmentVariable(Order));

    internal static Gpu? Find(string? device, IReadOnlyList<Gpu> gpus, string? visible, string? order)
    {
        if (NumberOf(device) is not { } number)
            return null;
        if (!string.IsNullOrEmpty(visible))
            return visible.Split(',', StringSplitOptions.TrimEntries).ElementAtOrDefault(number) is { Length: > 0 } name && (IsByBus(order) || !int.TryParse(name, CultureInfo.InvariantCulture, out _))
                ? Named(name, gpus)
                : null;
        return IsByBus(order) ? gpus.FirstOrDefault(gpu => gpu.Index == number) : gpus.Count == 1 && number == 0 ? gpus[0] : null;
    }

    private static bool IsByBus(string? order) => string.IsNullOrEmpty(order) || order == ByBus;

    // By its number, or by the beginning of its UUID.
    private static Gpu? Named(string name, IReadOnlyList<Gpu> gpus) => int.TryParse(name, CultureInfo.InvariantCulture, out var index)
        ? gpus.FirstOrDefault(gpu => gpu.Index == index)
        : gpus.FirstOrDefault(gpu => gpu.Uuid.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private static int? NumberOf(string? device) => device?.Split(':') switch
    {
        ["cuda"] => 0,
        ["cuda", var text] when int.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
