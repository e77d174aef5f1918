using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Queues a held run again.</summary>
internal sealed class ReleaseRun(RunCommands commands, RunViews views) : RunVerb(views)
{
    protected override string Verb => "release";
    protected override string Summary => "Release a held run";
    protected override string Description => "A paused run is queued again, at its place.";

    protected override Run Do(string id) => commands.Release(id);
}
