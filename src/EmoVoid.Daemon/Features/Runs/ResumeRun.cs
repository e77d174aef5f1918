using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Lets a paused run go on.</summary>
internal sealed class ResumeRun(RunCommands commands, RunViews views) : RunVerb(views)
{
    protected override string Verb => "resume";
    protected override string Summary => "Let a paused run go on";
    protected override string Description => "It takes its place in the queue again and goes on from its saved state. A wish to pause that its trainer has not followed yet is taken back.";

    protected override Run Do(string id) => commands.Resume(id);
}
