using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Has a trainer make sample pictures.</summary>
internal sealed class SampleRun(RunCommands commands, RunStore runs, RunViews views) : RunVerb(views)
{
    protected override string Verb => "sample";
    protected override string Summary => "Make sample pictures now";
    protected override string Description => "The trainer makes them at the end of the step that it is at, and then goes on.";

    protected override async Task<Run> DoAsync(string id)
    {
        await commands.Tell(id, TrainerCommand.Sample);
        return runs.Get(id);
    }
}
