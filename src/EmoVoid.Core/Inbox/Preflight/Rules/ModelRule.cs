using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The model is configured and its files are there.</summary>
internal sealed class ModelRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        if (candidate.Model is not { } model)
        {
            yield return Finding.Problem(
                $"{SidecarSchema.FileName}: the model '{candidate.ModelName}' is not known to this daemon. It has {candidate.ModelNames.List()}; "
                + $"others are added in its configuration under EmoVoid:Models.");
            yield break;
        }

        var missing = model.Missing().ToList();
        if (missing.Count > 0)
            yield return Finding.Problem(
                $"The model '{candidate.ModelName}' is not there: {missing.List()} cannot be found. Put the files there, or correct EmoVoid:Models:{candidate.ModelName} in the daemon's configuration.");
    }
}
