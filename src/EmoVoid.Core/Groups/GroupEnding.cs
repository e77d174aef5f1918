using System.Text.Json;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Groups;

/// <summary>
/// Ends a group when the last of its runs is over: the report, and the one data set that all of them shared, go to the output, or back to their
/// owner when no run was completed. Every step may be taken again after an interruption.
/// </summary>
internal sealed class GroupEnding(GroupStore groups, GroupReports reports, GroupPlotter plotter, RunStore runs, ReturnedFolders returned, StateFolder folders, TimeProvider time)
{
    public const string Report = "report.md", ReportData = "report.json", Dataset = "dataset";

    // A run that is tried again must not lose its data set to the end of its group.
    private readonly Lock _gate = new();

    /// <summary>Ends it when all of its runs are over; else nothing happens.</summary>
    public void EndIfOver(string id)
    {
        lock (_gate)
            if (groups.Find(id) is { EndedAt: null } group && groups.Members(id) is var members && members.All(member => member.State.IsOver()))
                End(group, members);
    }

    /// <summary>Brings the data set of a group back for a run that is tried again; its group goes on.</summary>
    /// <param name="retry">Moves the run; what it throws lets the group end again.</param>
    /// <exception cref="RunConflictException">The data set is no longer where it was given back.</exception>
    public Run Retry(Run run, Func<Run> retry)
    {
        lock (_gate)
        {
            TakeBack(run, groups.Get(run.GroupId!));
            try
            {
                return retry();
            }
            catch
            {
                EndIfOver(run.GroupId!);
                throw;
            }
        }
    }

    private void End(RunGroup group, IReadOnlyList<Run> members)
    {
        var report = reports.Of(group) with { EndedAt = time.GetUtcNow() };
        var place = members.Any(member => member.State == RunState.Completed) ? PutIntoOutput(group, report) : GiveBack(group, members);
        ClearWork(group.Id);
        var (run, step) = report.Choices is [var first, ..] ? (first.Run, first.Step) : (members.MaxBy(member => member.EndedAt)?.Id, (int?)null);
        groups.End(group.Id, place, run, report.Answer, new { group = group.Id, step, states = members.CountBy(member => member.State.Word()).ToDictionary() });
    }

    private string PutIntoOutput(RunGroup group, GroupReport report)
    {
        var (result, output) = (Path.Combine(folders.WorkOf(group.Id), "result"), folders.OutputOf(group.Id));
        Directory.CreateDirectory(result);
        report = report with { Plot = plotter.Draw(group.Id, report, result) ? GroupPlotter.FileName : null };
        File.WriteAllText(Path.Combine(result, ReportData), JsonSerializer.Serialize(report, OutputJson.Options));
        File.WriteAllText(Path.Combine(result, Report), GroupReportText.Write(report));
        if (Directory.Exists(folders.DatasetOf(group.Id)))
            Directory.Move(folders.DatasetOf(group.Id), Path.Combine(result, Dataset));
        if (Directory.Exists(output))
            Renew(result, output);
        else
            Directory.Move(result, output);
        return Path.Combine(output, Dataset);
    }

    // A run was tried again: the report is a new one.
    private static void Renew(string result, string output)
    {
        foreach (var file in Directory.GetFiles(result))
            File.Move(file, Path.Combine(output, Path.GetFileName(file)), overwrite: true);
        if (Directory.Exists(Path.Combine(result, Dataset)))
            Directory.Move(Path.Combine(result, Dataset), Path.Combine(output, Dataset));
    }

    /// <returns>Null when it was given back already.</returns>
    private string? GiveBack(RunGroup group, IReadOnlyList<Run> members)
    {
        if (!Directory.Exists(folders.DatasetOf(group.Id)))
            return null;
        var failed = members.Where(member => member.State == RunState.Failed).ToList();
        return failed.Count > 0
            ? returned.PutFailed(folders.DatasetOf(group.Id), group.Folder, [.. failed.Select(run => $"{run.Id}: {run.Message}")], [.. failed.SelectMany(run => runs.Notes(run.Id)).Distinct()])
            : returned.Put(folders.DatasetOf(group.Id), group.Folder);
    }

    private void TakeBack(Run run, RunGroup group)
    {
        if (!File.Exists(folders.PlanOf(run.Id)))
            throw new RunConflictException(run.Id, run.State, $"Run '{run.Id}' cannot be tried again: its plan is no longer at {folders.PlanOf(run.Id)}. Put the folder into the inbox; it becomes a new group.");
        var isHere = Directory.Exists(folders.DatasetOf(group.Id));
        if (!isHere && (group.ReturnedTo is null || !Directory.Exists(group.ReturnedTo)))
            throw new RunConflictException(run.Id, run.State, $"Run '{run.Id}' cannot be tried again: the folder of its group is no longer at {group.ReturnedTo ?? "a place that is known"}. Put the folder into the inbox; it becomes a new group.");
        groups.Reopen(group.Id);
        if (isHere)
            return;
        Directory.CreateDirectory(folders.WorkOf(group.Id));
        Directory.Move(group.ReturnedTo!, folders.DatasetOf(group.Id));
        File.Delete(ReturnedFolders.ReasonsOf(group.ReturnedTo!));
    }

    // Only what a group made: anything else in there may be somebody's work.
    private void ClearWork(string id)
    {
        var (work, result) = (folders.WorkOf(id), Path.Combine(folders.WorkOf(id), "result"));
        if (Directory.Exists(result) && !Directory.Exists(Path.Combine(result, Dataset)))
            Directory.Delete(result, recursive: true);
        if (Directory.Exists(work) && !Directory.EnumerateFileSystemEntries(work).Any())
            Directory.Delete(work);
    }
}
