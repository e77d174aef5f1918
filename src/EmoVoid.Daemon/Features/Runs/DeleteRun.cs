using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Takes a run that is over out of the records.</summary>
internal sealed class DeleteRun(RunStore runs, RunCommands commands) : Endpoint<RunRequest, DeletedRunView>
{
    public override void Configure()
    {
        Delete("/runs/{id}");
        this.DescribeWithoutBody(
            "runs", "Delete a run",
            "Only one that is over; cancel it before. Nothing is destroyed at once: its files go to recycle/ and its data set, when the run still has it, to returned/.", 404, 409);
    }

    public override Task<DeletedRunView> ExecuteAsync(RunRequest request, CancellationToken ct)
    {
        var run = runs.Get(request.Id);
        return Task.FromResult(new DeletedRunView(run.Id, commands.Delete(run.Id)));
    }
}

/// <param name="Run">The id that it had.</param>
/// <param name="Files">Where its files lie until housekeeping empties the folder; null when it had none.</param>
internal sealed record DeletedRunView(string Run, string? Files);
