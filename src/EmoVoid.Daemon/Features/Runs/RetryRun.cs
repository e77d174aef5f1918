using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Gives a run another try.</summary>
internal sealed class RetryRun(RunCommands commands, RunViews views) : RunVerb(views)
{
    protected override string Verb => "retry";
    protected override string Summary => "Give a failed or cancelled run another try";
    protected override string Description => "It is queued again and goes on from its saved state when there is one. Refused when its folder is no longer where it was given back.";

    protected override Run Do(string id) => commands.Retry(id);
}
