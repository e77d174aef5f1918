using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Devices;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Executors.Local;

/// <summary>
/// Which device a run may be trained on. A run that asked for no certain one may start on any GPU there is, and stays where it was started:
/// its saved state goes on with the same bits only there.
/// </summary>
internal sealed class PlannedDevice(StateFolder folders, ITrainerDevices devices)
{
    private const string Gpu = "cuda";

    /// <summary>Best first; at least one.</summary>
    public IReadOnlyList<string> SuitedFor(Run run)
    {
        var planned = run.Place ?? PlanOf(run)?.Device ?? run.DeviceAsked;
        var isFree = run.Place is null && run.DeviceAsked is DeviceKey.Auto or Gpu && planned.StartsWith(Gpu, StringComparison.Ordinal);
        return isFree && devices.Known is { } there ? [planned, .. there.Devices.Where(device => device != planned && device.StartsWith(Gpu, StringComparison.Ordinal))] : [planned];
    }

    /// <summary>Writes the device into the run's plan, before its first start.</summary>
    public void Assign(Run run, string device)
    {
        if (PlanOf(run) is { } plan && plan.Device != device)
            (plan with { Device = device }).Write(folders.PlanOf(run.Id));
    }

    // A plan that cannot be read is for the trainer to tell of: it names the file and what is wrong with it.
    private RunPlan? PlanOf(Run run)
    {
        try
        {
            return RunPlan.Read(folders.PlanOf(run.Id));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
