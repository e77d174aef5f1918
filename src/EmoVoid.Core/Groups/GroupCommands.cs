using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Groups;

/// <summary>What people may ask of a group: of each of its runs that it can be asked of. A verb that asks for what is so already changes nothing.</summary>
public sealed class GroupCommands(GroupStore groups, RunCommands commands, RecycleBin bin)
{
    /// <summary>Lets every run that is not over wait for a person.</summary>
    /// <exception cref="GroupConflictException">All of them are over.</exception>
    /// <exception cref="GroupNotFoundException"/>
    public RunGroup Pause(string id) => OnEach(id, "pause", run => commands.Pause(run.Id));

    /// <summary>Lets every paused run go on.</summary>
    /// <inheritdoc cref="Pause"/>
    public RunGroup Resume(string id) => OnEach(id, "resume", run => commands.Resume(run.Id));

    /// <summary>Ends every run that is not over; when the last has left, the group ends, too.</summary>
    /// <inheritdoc cref="Pause"/>
    public RunGroup Cancel(string id) => groups.Members(id) is { Count: > 0 } members && members.All(member => member.State == RunState.Cancelled)
        ? groups.Get(id)
        : OnEach(id, "cancel", run => commands.Cancel(run.Id));

    /// <summary>Takes a group that is over and all its runs out of the records; their files go to <c>recycle/</c>, the data set to <c>returned/</c>.</summary>
    /// <exception cref="GroupConflictException">It is not over.</exception>
    /// <exception cref="RunConflictException">A run of it still leaves its device.</exception>
    /// <exception cref="GroupNotFoundException"/>
    public void Delete(string id)
    {
        var group = groups.Get(id);
        if (group.EndedAt is null)
            throw new GroupConflictException(id, $"Group '{id}' is not over; cancel it before it is deleted.");
        foreach (var member in groups.Members(id))
            commands.Delete(member.Id);
        bin.Take(id, group.Folder);
        groups.Delete(id);
    }

    private RunGroup OnEach(string id, string verb, Action<Run> deed)
    {
        var group = groups.Get(id);
        // Those that wait come first: else one of them would start where another has just left.
        var asked = groups.Members(id).Where(member => !member.State.IsOver()).OrderBy(member => member.State.IsAtWork()).ToList();
        if (asked.Count == 0)
            throw new GroupConflictException(id, $"Group '{id}' is over; there is no run left to {verb}.");
        foreach (var member in asked)
            Do(deed, member);
        return groups.Get(id);
    }

    private static void Do(Action<Run> deed, Run member)
    {
        try
        {
            deed(member);
        }
        catch (RunConflictException)
        {
            // It ended, or is about to leave, since it was looked at: the others are asked all the same.
        }
    }
}
