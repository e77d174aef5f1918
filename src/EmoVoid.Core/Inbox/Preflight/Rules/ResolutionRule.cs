using EmoVoid.Contracts.Models;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>A resolution between two multiples of 16 is rounded, and that is said.</summary>
internal sealed class ResolutionRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (candidate.Sidecar.Resolution is { } asked && candidate.Settings is { } settings && settings.Resolution != asked)
            yield return Finding.Note($"train.resolution is {asked}; sides are multiples of {PatchGrid.Pixels} pixels, so {settings.Resolution} is used.");
    }
}
