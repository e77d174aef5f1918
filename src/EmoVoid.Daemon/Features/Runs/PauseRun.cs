using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Has a run save and wait for a person.</summary>
internal sealed class PauseRun(RunCommands commands, RunViews views) : RunVerb(views)
{
    protected override string Verb => "pause";
    protected override string Summary => "Let a run wait for you";
    protected override string Description => "A queued run is held at once; one at work saves, leaves its device and is paused then: until it is, wish says so. A paused run stays as it is.";

    protected override Run Do(string id) => commands.Pause(id);
}
