using System.Collections.Concurrent;
using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling.Hours;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling.Neighbours;

/// <summary>Whether a run would be in the way of others who use this machine's GPUs. What cannot be told of a GPU speaks against nothing.</summary>
internal sealed class Neighbourhood(IGpuStatus gpus, GpuYield yield, ScheduleClock clock, IOptions<GpuOptions> options)
{
    private readonly ConcurrentDictionary<string, Stay> _stays = [];

    private NeighbourOptions Limits => options.Value.Neighbour;

    /// <summary>Why a run must not start on a device of this machine now; null when it may.</summary>
    public RunWait? AgainstStart(Run run, string device) => Yielded() ?? (GpuOrder.Find(device, gpus.Last.Known) is { } gpu ? Crowded(gpu) ?? TooLittleRoom(gpu, run) : null);

    /// <summary>Why a run at work on this machine has to leave; null when it may stay.</summary>
    public RunWait? AgainstStay(Run run)
    {
        if (Yielded() is { } asked)
            return asked;
        if (GpuOrder.Find(run.Place, gpus.Last.Known) is not { } gpu || !gpu.Own.Any())
            return null; // its trainer is not on it yet, or the driver does not say which process is ours
        var reason = (Limits.YieldWhenBusy ? Crowded(gpu) : null) ?? Grown(gpu, run);
        var stay = _stays.AddOrUpdate(
            run.Id, _ => Stay.Begin(gpu, gpus.Last.At, reason is not null), (_, before) => before.Next(gpu, gpus.Last.At, reason is not null));
        return stay.BusyLooks >= Limits.BusyLooks ? reason : null;
    }

    private RunWait? Yielded() => yield.Until is { } until
        ? new RunWait(WaitKind.Neighbour, $"This machine is left to others until {clock.Words(until)}, as somebody asked (DELETE /api/v1/gpu/yield ends it).", until)
        : null;

    private RunWait? Crowded(Gpu gpu) => gpu.OtherMegabytes > Limits.MaxOtherMegabytes
        ? new RunWait(WaitKind.Neighbour, $"Others have {gpu.OtherMegabytes} MB of {gpu}, more than {Limits.MaxOtherMegabytes} (EmoVoid:Neighbour:MaxOtherMegabytes){Named(gpu)}.")
        : null;

    // A run that fills the GPU by itself is in nobody's way: others have to have grown since it came.
    private RunWait? Grown(Gpu gpu, Run run) =>
        Limits.MinFreeMegabytes > 0 && gpu.FreeMegabytes < Limits.MinFreeMegabytes && _stays.TryGetValue(run.Id, out var stay) && gpu.OtherMegabytes > stay.OthersAtFirst
            ? new RunWait(WaitKind.Neighbour, $"Only {gpu.FreeMegabytes} MB of {gpu} are free for others, less than {Limits.MinFreeMegabytes} (EmoVoid:Neighbour:MinFreeMegabytes), and they have grown{Named(gpu)}.")
            : null;

    // One that left for want of room needs as much as it had; it would push them out again else.
    private RunWait? TooLittleRoom(Gpu gpu, Run run)
    {
        if (Limits.MinFreeMegabytes == 0 || gpu.OtherMegabytes is not { } others)
            return null;
        var stay = _stays.GetValueOrDefault(run.Id);
        var needed = Limits.MinFreeMegabytes + (stay?.Own ?? 0);
        return gpu.FreeMegabytes + gpu.OwnMegabytes < needed && !(others <= stay?.OthersAtFirst)
            ? new RunWait(WaitKind.Neighbour, $"{gpu.FreeMegabytes} MB of {gpu} are free, and {needed} are needed: {Limits.MinFreeMegabytes} for others (EmoVoid:Neighbour:MinFreeMegabytes){(stay is null ? "" : $" and the {stay.Own} that the run had")}.")
            : null;
    }

    private static string Named(Gpu gpu) => gpu.Processes.Where(process => !process.IsOurs && process.Name is not null).Select(process => Path.GetFileName(process.Name!)).Distinct().ToList() is { Count: > 0 } names
        ? $": {string.Join(", ", names)}"
        : "";

    /// <summary>A run's time on a GPU.</summary>
    /// <param name="OthersAtFirst">What others had when it came.</param>
    /// <param name="Own">The most that it has had itself.</param>
    /// <param name="BusyLooks">In how many looks in a row it was in somebody's way.</param>
    private sealed record Stay(int? OthersAtFirst, int Own, DateTimeOffset? LookedAt, int BusyLooks)
    {
        public static Stay Begin(Gpu gpu, DateTimeOffset? at, bool busy) => new(gpu.OtherMegabytes, gpu.OwnMegabytes ?? 0, at, busy ? 1 : 0);

        // The queue is looked at more often than the GPUs are: one answer counts once.
        public Stay Next(Gpu gpu, DateTimeOffset? at, bool busy) => at == LookedAt
            ? this
            : this with { Own = Math.Max(Own, gpu.OwnMegabytes ?? 0), LookedAt = at, BusyLooks = busy ? BusyLooks + 1 : 0 };
    }
}
