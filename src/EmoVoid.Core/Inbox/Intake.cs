using EmoVoid.Core.Groups;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Sidecars;
using EmoVoid.Core.States;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Inbox;

/// <summary>Takes a settled folder out of the inbox: checked where it lies, then moved by one rename, to become a run, a group of runs, or to be rejected.</summary>
public sealed class Intake(
    FolderCheck preflight, RunStore runs, GroupStore groups, RunPlanBuilder plans, StateFolder state, ReturnedFolders failed, IEnumerable<IRejectionListener> listeners,
    ILogger<Intake> log)
{
    /// <returns>Null when the folder changed while it was checked, so that the verdict is about what is no longer there.</returns>
    /// <exception cref="IOException">The folder cannot be read or moved; it lies where it lay.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    internal async Task<TakenFolder?> TakeAsync(SettledFolder folder, CancellationToken cancel)
    {
        PreflightReport report;
        try
        {
            report = await preflight.CheckAsync(folder.Path, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && HasChanged(folder))
        {
            return null;
        }

        if (HasChanged(folder))
            return null;
        if (!report.IsAccepted)
            return new TakenFolder(null, new Rejection(Reject(folder, report), report.Problems, report.Notes));
        return new TakenFolder(report.Sweep.Count > 0 ? AcceptAll(folder, report) : Accept(folder, report));
    }

    /// <summary>Puts folders back into the inbox that were claimed by a daemon that then died before it had made their run.</summary>
    public void ReturnOrphans()
    {
        var known = runs.States();
        foreach (var id in Directory.GetDirectories(state.Work).Select(work => Path.GetFileName(work)).Where(id => !known.ContainsKey(id) && groups.Find(id) is null))
        {
            if (Directory.Exists(state.DatasetOf(id)))
            {
                var back = RunId.Candidates(id).Select(name => Path.Combine(state.Inbox, name)).First(path => !Path.Exists(path));
                Unclaim(id, back);
                log.OrphanReturned(id, Wording.Printable(back));
            }
            else
                Clear(id);
        }
    }

    private static bool HasChanged(SettledFolder folder) => !FolderSnapshot.Take(folder.Path).Equals(folder.Snapshot);

    private Run Accept(SettledFolder folder, PreflightReport report)
    {
        string? claimed = null;
        try
        {
            return runs.Create(ToRun(folder, report), id => Claim(folder, report, claimed = id));
        }
        catch when (claimed is not null)
        {
            // There is no run, so the folder has to be where it was.
            Unclaim(claimed, folder.Path);
            throw;
        }
    }

    private Run AcceptAll(SettledFolder folder, PreflightReport report)
    {
        var claimed = new List<string>();
        try
        {
            var group = groups.Create(new NewGroup(report.Name, folder.Name, [.. report.Sweep.Select(member => ToRun(folder, report, member))]), (id, members) =>
            {
                claimed.AddRange([id, .. members]);
                Claim(folder, report, id, members);
            });
            return groups.Members(group.Id)[0];
        }
        catch when (claimed.Count > 0)
        {
            // There is no group, so the folder has to be where it was.
            foreach (var id in claimed.Where(id => Directory.Exists(state.WorkOf(id))))
                Unclaim(id, folder.Path);
            throw;
        }
    }

    private static NewRun ToRun(SettledFolder folder, PreflightReport report, SweptRun member) => ToRun(folder, report) with
    {
        Name = $"{report.Name} ({SweepMember.WordsOf(member.Values)})", Settings = member.Settings, Notes = member.Notes, Swept = member.Values,
    };

    private static NewRun ToRun(SettledFolder folder, PreflightReport report) =>
        new(report.Name, folder.Name, report.Model, report.Images.Count, report.Settings!, report.Notes)
        {
            DeviceAsked = report.DeviceAsked, Executor = report.Executor, Keep = report.Keep, Hours = report.Hours, StartAt = report.StartAt, Priority = report.Priority,
            HeldOut = report.Validation is { } measured ? [.. measured.HeldOut.Select(image => image.File).Order(StringComparer.Ordinal)] : [],
        };

    private void Claim(SettledFolder folder, PreflightReport report, string id)
    {
        Directory.CreateDirectory(state.WorkOf(id));
        plans.Build(report, id).Write(state.PlanOf(id));
        Directory.Move(folder.Path, state.DatasetOf(id));
    }

    // The folder last, as above: until then, all of it is where it was.
    private void Claim(SettledFolder folder, PreflightReport report, string group, IReadOnlyList<string> members)
    {
        foreach (var (member, run) in report.Sweep.Zip(members))
        {
            Directory.CreateDirectory(state.WorkOf(run));
            plans.Build(report, member, run, group).Write(state.PlanOf(run));
        }

        Directory.CreateDirectory(state.WorkOf(group));
        Directory.Move(folder.Path, state.DatasetOf(group));
    }

    private void Unclaim(string id, string back)
    {
        if (Directory.Exists(state.DatasetOf(id)))
            Directory.Move(state.DatasetOf(id), back);
        Clear(id);
    }

    // Only what a claim made: anything else in there may be someone's work.
    private void Clear(string id)
    {
        File.Delete(state.PlanOf(id));
        if (Directory.Exists(state.WorkOf(id)) && !Directory.EnumerateFileSystemEntries(state.WorkOf(id)).Any())
            Directory.Delete(state.WorkOf(id));
    }

    /// <returns>Where the folder is now.</returns>
    private string Reject(SettledFolder folder, PreflightReport report)
    {
        var target = failed.PutFailed(folder.Path, folder.Name, report.Problems, report.Notes);
        log.FolderRejected(Wording.Printable(folder.Name), report.Problems.Count, Wording.Printable(ReturnedFolders.ReasonsOf(target)));
        foreach (var listener in listeners)
            listener.Rejected(folder.Name, target, report.Problems);
        return target;
    }
}

/// <summary>What became of a folder.</summary>
/// <param name="Run">The run that it is now, or the first one of its group; null when it was rejected.</param>
/// <param name="Rejection">Why it was rejected; null when it was accepted.</param>
public sealed record TakenFolder(Run? Run, Rejection? Rejection = null);

/// <param name="Folder">Where the folder lies, unchanged, with the reasons beside it.</param>
/// <param name="Problems">Every reason.</param>
/// <param name="Notes">What is worth reading though it is no mistake.</param>
public sealed record Rejection(string Folder, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);
