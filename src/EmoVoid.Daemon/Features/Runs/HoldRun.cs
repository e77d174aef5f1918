using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Holds a queued run.</summary>
internal sealed class HoldRun(RunCommands commands, RunViews views) : RunVerb(views)
{
    protected override string Verb => "hold";
    protected override string Summary => "Hold a run before its start";
    protected override string Description => "A queued run is paused and keeps its place; one that is at work is refused: pause it.";

    protected override Run Do(string id) => commands.Hold(id);
}
