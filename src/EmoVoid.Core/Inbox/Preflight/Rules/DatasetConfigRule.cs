using EmoVoid.Core.Inbox.Preflight.DatasetConfigs;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>A <c>dataset_config.toml</c> says nothing wrong, and names pictures that are there.</summary>
internal sealed class DatasetConfigRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        foreach (var problem in candidate.DatasetConfigProblems)
            yield return Finding.Problem(problem);
        if (candidate.LeftOut.Count > 0)
            yield return Finding.Note($"{DatasetConfig.FileName} names no subset for {Wording.Count(candidate.LeftOut.Count, "picture", "pictures")}, which will not be trained on: {candidate.LeftOut.List()}.");
        if (candidate.Buckets is not null && !candidate.Sidecar.IsForKohya)
            yield return Finding.Note($"The bucket sizes of {DatasetConfig.FileName} are for kohya's scripts; train.trainer = \"emovoid\" has their defaults.");
    }
}
