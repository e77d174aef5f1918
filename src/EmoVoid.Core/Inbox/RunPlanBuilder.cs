using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Inbox;

/// <summary>Turns an accepted folder into the plan that its trainer is told.</summary>
public sealed class RunPlanBuilder(StateFolder state)
{
    /// <param name="run">The run's id; the paths of the plan are those of its work folder.</param>
    /// <exception cref="InvalidOperationException">The report does not accept its folder.</exception>
    public RunPlan Build(PreflightReport report, string run) => Build(report, run, state.DatasetOf(run), report.Settings, report.Samples, report.Validation);

    /// <param name="report">Of the folder with the sweep.</param>
    /// <param name="member">One of the runs of the report.</param>
    /// <param name="run">Its id.</param>
    /// <param name="group">The id of its group, whose work folder has the data set that all members read.</param>
    /// <inheritdoc cref="Build(PreflightReport, string)"/>
    public RunPlan Build(PreflightReport report, SweptRun member, string run, string group) =>
        Build(report, run, state.DatasetOf(group), member.Settings, member.Samples, member.Validation);

    private RunPlan Build(PreflightReport report, string run, string dataset, TrainPlan? settings, SampleSettings? samples, ValidationPlan? validation)
    {
        if (!report.IsAccepted)
            throw new InvalidOperationException($"{report.Folder} was not accepted: {report.Problems[0]}");
        return new RunPlan
        {
            Run = run,
            Model = report.ModelFiles!,
            Dataset = new DatasetPlan(dataset, report.Images),
            Train = settings!,
            Sample = samples,
            Validation = validation,
            CheckpointFolder = state.CheckpointsOf(run),
            CacheFolder = state.Cache,
            Device = report.Device!,
            Memory = report.Memory,
            Trainer = report.Trainer,
            Buckets = report.Buckets,
        };
    }
}
