using EmoVoid.Core.Groups;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Groups;

/// <summary>Takes a group that is over out of the records, and its runs with it.</summary>
internal sealed class DeleteGroup(GroupCommands commands) : Endpoint<GroupRequest, DeletedGroupView>
{
    public override void Configure()
    {
        Delete("/groups/{id}");
        this.DescribeWithoutBody(
            "groups", "Delete a group",
            "With all its runs, and only when it is over; cancel it before. Nothing is destroyed at once: files go to recycle/, the data set, when it lies in the output, to returned/.", 404, 409);
    }

    public override Task<DeletedGroupView> ExecuteAsync(GroupRequest request, CancellationToken ct)
    {
        commands.Delete(request.Id);
        return Task.FromResult(new DeletedGroupView(request.Id));
    }
}

/// <param name="Group">The id that it had.</param>
internal sealed record DeletedGroupView(string Group);
