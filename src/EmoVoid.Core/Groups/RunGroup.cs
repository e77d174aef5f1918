using System.Text.Json;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Groups;

/// <summary>The runs that one folder became by its <c>[sweep]</c>. Times are UTC.</summary>
public sealed record RunGroup
{
    /// <summary>Unique among groups and runs: the id in the API and the folder's name in <c>work/</c> and <c>output/</c>.</summary>
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>The name the folder had in the inbox.</summary>
    public required string Folder { get; init; }

    /// <summary>The column of <see cref="Values"/>.</summary>
    internal string Swept { get; init; } = "{}";

    /// <summary>The swept keys with all their values, in the order of the file.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values => JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<string>>>(Swept)!;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last of its runs was over; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where its data set is since its end: in the output when a run was completed, else given back. Null before.</summary>
    public string? ReturnedTo { get; init; }
}

/// <summary>What the intake knows of a group before it is one.</summary>
/// <param name="Name">From the sidecar; the ids are made of it.</param>
/// <param name="Folder">The folder's name in the inbox.</param>
/// <param name="Members">At least one; each with what it has of the swept keys.</param>
public sealed record NewGroup(string Name, string Folder, IReadOnlyList<NewRun> Members)
{
    /// <summary>The swept keys with all their values.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Values => Members[0].Swept!.Keys.ToDictionary(
        key => key, key => (IReadOnlyList<string>)[.. Members.Select(member => member.Swept![key]).Distinct()]);
}

/// <summary>There is no group of that id.</summary>
public sealed class GroupNotFoundException(string group) : Exception($"There is no group '{group}'.");

/// <summary>A group was asked for what none of its runs allows; the message says what can be done.</summary>
public sealed class GroupConflictException(string group, string message) : InvalidOperationException(message)
{
    public string Group { get; } = group;
}
