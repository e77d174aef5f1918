using System.Text.Json;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Groups;

/// <summary>Puts the comparison of a group together from what is recorded of its runs, at any time.</summary>
public sealed class GroupReports(GroupStore groups, RunStore runs)
{
    public GroupReport Of(RunGroup group)
    {
        var members = groups.Members(group.Id);
        var advice = members.Where(member => member.State == RunState.Completed).ToDictionary(member => member.Id, member => Advice(member.Id));
        var seconds = groups.Seconds(group.Id);
        var choices = GroupAdvisor.Choose(members.Where(member => advice.GetValueOrDefault(member.Id) is not null)
            .Select(member => new GroupEntry(member.Id, member.Swept!, member.Settings.StopLoss, member.Settings.SaveEvery, advice[member.Id]!)));
        return new GroupReport
        {
            Group = group.Id,
            Name = group.Name,
            Swept = group.Values,
            Answer = GroupAnswer.Of(choices, members.All(member => member.State.IsOver())),
            Choices = choices,
            Members = [.. members.Select(member => Member(member, advice.GetValueOrDefault(member.Id), seconds.TryGetValue(member.Id, out var took) ? took : null))],
            Notes = [.. GroupAnswer.Notes(group.Values)],
            CreatedAt = group.CreatedAt,
            EndedAt = group.EndedAt,
        };
    }

    // As it was made when the run ended: a report of the group says what the report of the run says.
    private CheckpointRecommendation? Advice(string run) =>
        runs.Recommendation(run) is { } json ? JsonSerializer.Deserialize<CheckpointRecommendation>(json, OutputJson.Options) : null;

    private static GroupMember Member(Run run, CheckpointRecommendation? advice, double? seconds) => new()
    {
        Run = run.Id,
        Values = run.Swept!,
        State = run.State,
        Message = run.Message,
        Step = run.Step,
        Steps = run.Steps,
        Candidate = advice?.Candidates.Count > 0 ? advice.Candidates[0] : null,
        Confidence = advice?.Confidence,
        ConfidenceLevel = advice?.ConfidenceLevel,
        TrainingSeconds = seconds,
        EnergyWh = run.EnergyWh,
    };
}
