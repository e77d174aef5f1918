namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>What the run certainly writes will fit on the daemon's disk; what it may write besides is worth a word.</summary>
internal sealed class FreeSpaceRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (candidate.Settings is not { } settings)
            yield break;
        var needed = DiskEstimate.OfAll(candidate.Siblings.Count > 0 ? candidate.Siblings : [settings], candidate.ModelVerdict?.Sizes, candidate.Folder.Images);
        var (certain, most, free) = (Wording.MiB(needed.Certain), Wording.MiB(needed.Certain + needed.Perhaps), Wording.MiB(candidate.FreeBytes));
        if (candidate.FreeBytes < needed.Certain)
            yield return Finding.Problem(
                $"There is not enough space on the daemon's disk: checkpoints and caches need {certain}, and {free} are free. Make room, or ask for fewer checkpoints with a larger train.save_every.");
        else if (candidate.FreeBytes < needed.Certain + needed.Perhaps)
            yield return Finding.Note(
                $"Space on the daemon's disk is short: checkpoints and caches need {certain}, with what the light and long captions may add up to {most}, and {free} are free.");
    }
}
