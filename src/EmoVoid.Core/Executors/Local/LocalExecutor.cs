using System.ComponentModel;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Scheduling.Neighbours;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Executors.Local;

/// <summary>Trainers as children of the daemon, one on each device.</summary>
internal sealed class LocalExecutor(
    Launcher launcher, TrainerKinds trainers, PlannedDevice devices, Neighbourhood neighbours, IOptions<SchedulingOptions> options, TimeProvider time,
    ILogger<LocalExecutor> log) : IExecutor
{
    public const string LocalName = ExecutorOptions.Local;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    public string Name => LocalName;

    public Room RoomFor(Run run, IReadOnlyCollection<string> taken)
    {
        var suited = devices.SuitedFor(run);
        RunWait? wait = null;
        foreach (var device in suited.Where(device => !taken.Contains(device)))
            if (neighbours.AgainstStart(run, device) is { } reason)
                wait ??= reason;
            else
                return new Room(device);
        return wait is not null
            ? new Room(null, wait)
            : new Room(null, suited.Count == 1 ? $"Another run is trained on {suited[0]}." : $"Other runs are trained on {string.Join(" and ", suited)}.");
    }

    public async Task<IExecution> Start(TrainerWork work, string place, CancellationToken cancel)
    {
        try
        {
            devices.Assign(work.Run, place);
            var trainer = trainers.Of(work);
            var call = trainer.Prepare(work);
            return await LocalExecution.Start(launcher, call, trainer.VoiceFor(work), work.LogFile);
        }
        catch (Exception e) when (e is Win32Exception or TrainerNotFoundException)
        {
            throw new ExecutorException($"The trainer cannot be started: {e.Message}", e);
        }
    }

    /// <summary>
    /// The pipes of a child die with the daemon that had them, and the child with them: it saves and leaves when its input ends. One that
    /// is still at its last step is waited for, and killed when it stays, so that no run is ever trained twice at once.
    /// </summary>
    public async Task<IExecution?> FindAgain(TrainerWork work, string? handle, CancellationToken cancel)
    {
        if (ProcessIdentity.Parse(handle ?? "") is not { IsAlive: true } left)
            return null;
        log.TrainerLeftOver(work.Run.Id, left.Id);
        Signals.Terminate(left.Id);
        using var patience = new CancellationTokenSource(options.Value.StopTimeout, time);
        while (left.IsAlive && !cancel.IsCancellationRequested)
        {
            if (patience.IsCancellationRequested)
                Signals.Kill(left.Id);
            await Task.Delay(LookAgain, time, cancel);
        }

        return null;
    }
}
