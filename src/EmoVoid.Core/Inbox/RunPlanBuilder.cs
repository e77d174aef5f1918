using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Inbox;

/// <summary>Turns an accepted folder into the plan that its trainer is told.</summary>
public sealed class RunPlanBuilder(StateFolder state)
{
    /// <param name="run">The run's id; the paths of the plan are those of its work folder.</param>
    /// <exception cref="InvalidOperationException">The report does not accept its folder.</exception>
    public RunPlan Build(PreflightReport report, string run)
    {
        if (!report.IsAccepted)
            throw new InvalidOperationException($"{report.Folder} was not accepted: {report.Problems[0]}");
        return new RunPlan
        {
            Run = run,
            Model = report.ModelFiles!,
            Dataset = new DatasetPlan(state.DatasetOf(run), report.Images),
            Train = report.Settings!,
            Sample = report.Samples,
            Validation = report.Validation,
            CheckpointFolder = state.CheckpointsOf(run),
            CacheFolder = state.Cache,
            Device = report.Device!,
            Memory = report.Memory,
            Trainer = report.Trainer,
            Buckets = report.Buckets,
        };
    }
}
