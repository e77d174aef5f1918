using System.Globalization;
using System.Text.Json.Serialization;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Groups;

/// <summary>The comparison of a group's runs, as far as they are: <c>report.json</c>. Only what was recorded; what is not known is null.</summary>
public sealed record GroupReport
{
    /// <summary>Its id.</summary>
    public required string Group { get; init; }

    /// <summary>The sidecar's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>The swept keys with all their values.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Swept { get; init; }

    /// <summary>What to take, in a sentence or a few.</summary>
    public required string Answer { get; init; }

    /// <summary>One of each stop loss; none before a run is completed.</summary>
    public required IReadOnlyList<GroupChoice> Choices { get; init; }

    /// <summary>All runs, in the order of the sweep.</summary>
    public required IReadOnlyList<GroupMember> Members { get; init; }

    /// <summary>What is worth knowing before the numbers are believed.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The name of the plot (PNG) in the output folder; null when there is none.</summary>
    public string? Plot { get; init; }

    /// <summary>When its folder was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last of its runs was over; null before.</summary>
    public required DateTimeOffset? EndedAt { get; init; }
}

/// <summary>A run in the comparison.</summary>
public sealed record GroupMember
{
    /// <summary>Its id; also the name of its folder in the output.</summary>
    public required string Run { get; init; }

    /// <summary>What it has of the swept keys.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>Where it is on its way.</summary>
    public required RunState State { get; init; }

    /// <summary>Why it is where it is; null when there is nothing to say.</summary>
    public required string? Message { get; init; }

    /// <summary>The last step done.</summary>
    public required int Step { get; init; }

    /// <summary>How many it is to take.</summary>
    public required int Steps { get; init; }

    /// <summary>The checkpoint that its own advice puts first, with what speaks for it; null before it is completed.</summary>
    public required CheckpointCandidate? Candidate { get; init; }

    /// <summary>How sure its own advice is, 0..1; null before it is completed.</summary>
    public required double? Confidence { get; init; }

    /// <summary>The same as a word.</summary>
    public required ConfidenceLevel? ConfidenceLevel { get; init; }

    /// <summary>The sum of its steps' own times; null before the first.</summary>
    public required double? TrainingSeconds { get; init; }

    /// <summary>What its GPU took; null where that is not known.</summary>
    public required double? EnergyWh { get; init; }

    /// <summary>As <c>rank 4, seed 1</c>.</summary>
    [JsonIgnore]
    public string Words => Sidecars.SweepMember.WordsOf(Values);
}

/// <summary>What is said of a group as a whole.</summary>
internal static class GroupAnswer
{
    /// <summary>Keys that change what a loss is, beside what is learned.</summary>
    private static readonly HashSet<string> ChangeTheLoss = ["resolution", "batch_size", "gradient_accumulation", "caption_dropout", "fit", "shuffle_tags", "flip"];

    public static string Of(IReadOnlyList<GroupChoice> choices, bool isOver) => choices switch
    {
        [] => isOver ? "No run was completed, so there is nothing to take." : "No run is completed yet.",
        [var only] => $"{Take(only)} {only.Why}",
        _ => "Each stop loss has an answer of its own: it says what a LoRA is for, and a higher one has more light by construction. "
            + string.Join(" ", choices.Select(choice => string.Create(CultureInfo.InvariantCulture, $"For {choice.StopLoss}: {Take(choice)} {choice.Why}"))),
    };

    /// <summary>What the swept keys do to the comparison.</summary>
    public static IEnumerable<string> Notes(IReadOnlyDictionary<string, IReadOnlyList<string>> swept)
    {
        var keys = swept.Keys.Where(ChangeTheLoss.Contains).ToList();
        if (keys.Count > 0)
            yield return $"{string.Join(" and ", keys)}: other values make other losses of the same picture, also where nothing is learned better. Look at the sample pictures before the numbers.";
    }

    private static string Take(GroupChoice choice) => string.Create(CultureInfo.InvariantCulture, $"Take step {choice.Step} of {choice.Run}.");
}
