using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Ends a run.</summary>
internal sealed class CancelRun(RunCommands commands, RunViews views) : RunVerb(views)
{
    protected override string Verb => "cancel";
    protected override string Summary => "End a run";
    protected override string Description => "A run at work saves and leaves first: until it has, wish says so. Its folder goes to returned/; what it saved stays, and it can be retried.";

    protected override Run Do(string id) => commands.Cancel(id);
}
