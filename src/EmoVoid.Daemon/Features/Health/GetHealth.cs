using EmoVoid.Core.Health;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using EmoVoid.Daemon.Hosting;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Health;

/// <summary>How the daemon is, for those who may know.</summary>
internal sealed class GetHealth(Readiness readiness, IEnumerable<IHealthWarnings> warnings, RunStore runs, Activity activity, StateFolder folders) : EndpointWithoutRequest<HealthView>
{
    public override void Configure()
    {
        Get("/health");
        this.Describe("health", "How the daemon is", "Its version, its folders, what it does now, and everything that keeps it from its work.");
    }

    public override Task<HealthView> ExecuteAsync(CancellationToken ct) => Task.FromResult(new HealthView
    {
        Version = RunningDaemon.Version,
        Problems = [.. readiness.Problems()],
        Warnings = [.. warnings.SelectMany(one => one.Warnings())],
        StateFolder = folders.Root,
        Inbox = folders.Inbox,
        FreeBytes = new DriveInfo(folders.Root).AvailableFreeSpace,
        Training = [.. activity.All.Select(moment => moment.Run.Id)],
        Queued = runs.Count(RunState.Queued),
    });
}

internal sealed record HealthView
{
    /// <summary>Of the daemon.</summary>
    public required string Version { get; init; }

    /// <summary>Everything that keeps the daemon from its work; empty when it is well.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What a person should know although it works; empty when all is well.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Where everything of the daemon lies.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Where folders of pictures are to be put.</summary>
    public required string Inbox { get; init; }

    /// <summary>What is free on the state folder's file system.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>The runs whose trainers work now; empty while nothing is trained.</summary>
    public required IReadOnlyList<string> Training { get; init; }

    /// <summary>How many runs wait.</summary>
    public required int Queued { get; init; }
}
