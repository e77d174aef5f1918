using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The sidecar is there and says nothing wrong.</summary>
internal sealed class SidecarRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (candidate.Folder.Sidecar is null && !candidate.Folder.UnreadableTexts.Any(text => text.StartsWith(SidecarSchema.FileName, StringComparison.Ordinal)))
            yield return Finding.Problem($"There is no {SidecarSchema.FileName}. Put one into the folder; an empty one means every default.");
        foreach (var problem in candidate.SidecarProblems)
            yield return Finding.Problem(problem);
    }
}
