using EmoVoid.Core.Groups;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Groups;

/// <summary>Something that people may ask of a group, as <c>POST /groups/{id}/VERB</c> without a body. It answers with the group as it is then.</summary>
internal abstract class GroupVerb(GroupViews views) : Endpoint<GroupRequest, GroupView>
{
    protected abstract string Verb { get; }
    protected new abstract string Summary { get; }
    protected new abstract string Description { get; }

    public sealed override void Configure()
    {
        Post($"/groups/{{id}}/{Verb}");
        this.DescribeWithoutBody("groups", Summary, Description + " 409 when all its runs are over.", 404, 409);
    }

    public sealed override Task<GroupView> ExecuteAsync(GroupRequest request, CancellationToken ct) => Task.FromResult(views.Of(Do(request.Id)));

    protected abstract RunGroup Do(string id);
}

/// <summary>Lets a group wait.</summary>
internal sealed class PauseGroup(GroupCommands commands, GroupViews views) : GroupVerb(views)
{
    protected override string Verb => "pause";
    protected override string Summary => "Let a group wait";
    protected override string Description => "Every run of it that is not over waits for a person; those at work save and leave first.";

    protected override RunGroup Do(string id) => commands.Pause(id);
}

/// <summary>Lets a group go on.</summary>
internal sealed class ResumeGroup(GroupCommands commands, GroupViews views) : GroupVerb(views)
{
    protected override string Verb => "resume";
    protected override string Summary => "Let a group go on";
    protected override string Description => "Every paused run of it is queued again.";

    protected override RunGroup Do(string id) => commands.Resume(id);
}

/// <summary>Ends a group.</summary>
internal sealed class CancelGroup(GroupCommands commands, GroupViews views) : GroupVerb(views)
{
    protected override string Verb => "cancel";
    protected override string Summary => "End a group";
    protected override string Description =>
        "Every run of it that is not over ends; those at work save and leave first. When the last has left, the group ends: with the report of those that were completed, or, without one, with its folder in returned/.";

    protected override RunGroup Do(string id) => commands.Cancel(id);
}
