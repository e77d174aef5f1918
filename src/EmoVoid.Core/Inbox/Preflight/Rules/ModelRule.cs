using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The model is configured, and its files are there and are what they should be.</summary>
internal sealed class ModelRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (candidate.ModelVerdict is not { } verdict)
            yield return Finding.Problem(
                $"{SidecarSchema.FileName}: the model '{candidate.ModelName}' is not known to this daemon. It has {candidate.ModelNames.List()}; "
                + $"others are added in its configuration under EmoVoid:Models.");
        else if (!verdict.IsReady)
            yield return Finding.Problem(
                $"The model '{candidate.ModelName}' cannot be used: {string.Join(" ", verdict.Problems)} "
                + $"Put the right files there, or correct EmoVoid:Models:{candidate.ModelName} in the daemon's configuration; emovoidd models check tells when all is well.");
    }
}
