using System.Collections.Concurrent;
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

    /// <summary>More are forgotten, and read again.</summary>
    private const int MostKnown = 200_000;

    // A plan does not change before its run's first start, and every look at the queue asks for every run that waits.
    private readonly ConcurrentDictionary<(string Id, DateTimeOffset CreatedAt), string> _planned = [];

    /// <summary>Best first; at least one.</summary>
    public IReadOnlyList<string> SuitedFor(Run run)
    {
        var planned = run.Place ?? Planned(run) ?? run.DeviceAsked;
        var isFree = run.Place is null && run.DeviceAsked is DeviceKey.Auto or Gpu && planned.StartsWith(Gpu, StringComparison.Ordinal);
        return isFree && devices.Known is { } there ? [planned, .. there.Devices.Where(device => device != planned && device.StartsWith(Gpu, StringComparison.Ordinal))] : [planned];
    }

    /// <summary>Writes the device into the run's plan, before its first start.</summary>
    public void Assign(Run run, string device)
    {
        _planned.TryRemove((run.Id, run.CreatedAt), out _);
        if (PlanOf(run) is { } plan && plan.Device != device)
            (plan with { Device = device }).Write(folders.PlanOf(run.Id));
    }

    private string? Planned(Run run)
    {
        if (_planned.TryGetValue((run.Id, run.CreatedAt), out var known))
            return known;
        if (PlanOf(run)?.Device is not { } device)
            return null;
        if (_planned.Count >= MostKnown)
            _planned.Clear();
        return _planned[(run.Id, run.CreatedAt)] = device;
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
