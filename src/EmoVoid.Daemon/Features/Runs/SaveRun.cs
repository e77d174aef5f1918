using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Has a trainer save at its next step.</summary>
internal sealed class SaveRun(RunCommands commands, RunStore runs, RunViews views) : RunVerb(views)
{
    protected override string Verb => "save";
    protected override string Summary => "Save a checkpoint now";
    protected override string Description => "The trainer saves at the end of the step that it is at; the file comes a moment later, as an event and in the run's checkpoints.";

    protected override async Task<Run> DoAsync(string id)
    {
        await commands.Tell(id, TrainerCommand.Save);
        return runs.Get(id);
    }
}
