using EmoVoid.Core.Groups;
using EmoVoid.Core.States;

namespace EmoVoid.Daemon.Features.Groups;

/// <summary>A group as the API shows it.</summary>
internal sealed record GroupView
{
    /// <summary>Also the name of the group's folder in output.</summary>
    public required string Id { get; init; }

    /// <summary>The sidecar's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>The name the folder had in the inbox.</summary>
    public required string Folder { get; init; }

    /// <summary>The swept keys with all their values.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Swept { get; init; }

    /// <summary>How many of its runs are in each state.</summary>
    public required IReadOnlyDictionary<string, int> States { get; init; }

    /// <summary>Its runs beside each other, as far as they are; null in a list.</summary>
    public required GroupReport? Comparison { get; init; }

    /// <summary>Where the data set is since the group's end: in its output, or given back. Null before.</summary>
    public required string? ReturnedTo { get; init; }

    /// <summary>The report for people; null before the end, and when no run was completed.</summary>
    public required string? Report { get; init; }

    /// <summary>When its folder was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last of its runs was over; null before.</summary>
    public required DateTimeOffset? EndedAt { get; init; }
}

/// <summary>Gathers what a <see cref="GroupView"/> shows.</summary>
internal sealed class GroupViews(GroupStore groups, GroupReports reports, StateFolder folders)
{
    /// <summary>One group, with its comparison.</summary>
    public GroupView Of(RunGroup group) => Of([group])[0] with { Comparison = reports.Of(group) };

    /// <summary>A list of them, without.</summary>
    public IReadOnlyList<GroupView> Of(IReadOnlyList<RunGroup> page)
    {
        var states = groups.States([.. page.Select(group => group.Id)]);
        return [.. page.Select(group => new GroupView
        {
            Id = group.Id,
            Name = group.Name,
            Folder = group.Folder,
            Swept = group.Values,
            States = states[group.Id].ToDictionary(state => Core.Runs.RunStates.Word(state.State), state => state.Count),
            Comparison = null,
            ReturnedTo = group.ReturnedTo,
            Report = group.EndedAt is null ? null : ReportOf(group.Id),
            CreatedAt = group.CreatedAt,
            EndedAt = group.EndedAt,
        })];
    }

    private string? ReportOf(string group) => Path.Combine(folders.OutputOf(group), Core.Outputs.RunOutput.Report) is var path && File.Exists(path) ? path : null;
}

/// <param name="Id">The group's id.</param>
internal sealed record GroupRequest(string Id);
