using EmoVoid.Contracts.Inspection;
using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Devices;

/// <summary>The device that a run gets.</summary>
/// <param name="Device">As a plan names it; null when there is no such device.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="Bytes">The device's memory in all; null when nobody can tell.</param>
public sealed record DeviceChoice(string? Device, string? Problem, long? Bytes = null)
{
    private const string Cpu = "cpu", Cuda = "cuda";

    public bool IsGpu => Device is not (null or Cpu);

    /// <param name="asked"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    public static DeviceChoice Of(string asked, DeviceInspection there)
    {
        if (there.Problem is { } problem)
            return new DeviceChoice(null, problem);
        var firstGpu = there.Devices.FirstOrDefault(device => device.StartsWith(Cuda, StringComparison.Ordinal));
        var wanted = asked switch { DeviceKey.Auto => firstGpu ?? Cpu, Cuda => firstGpu ?? Cuda, _ => asked };
        return there.Devices.Contains(wanted) ? new DeviceChoice(wanted, null, there.MemoryOf(wanted)) : new DeviceChoice(null, Missing(asked, there));
    }

    private static string Missing(string asked, DeviceInspection there) =>
        $"The device '{asked}' is not there; the trainer (libtorch {there.LibTorch}) sees {string.Join(", ", there.Devices)}. "
        + $"Take one of these, or '{DeviceKey.Auto}'; a GPU that is there and not seen needs its driver, and a libtorch with CUDA (EMOVOID_LIBTORCH).";
}
