using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>Where it is to be trained is a place that the daemon's configuration has.</summary>
internal sealed class ExecutorRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate) => candidate.Sidecar.Executor is { } asked && !candidate.ExecutorNames.Contains(asked)
        ? [Finding.Problem($"{SidecarSchema.Executor.Name} is \"{asked}\", which the daemon's configuration does not have; it has {string.Join(", ", candidate.ExecutorNames)}. Take one of these, or remove the key to train wherever there is room.")]
        : [];
}
