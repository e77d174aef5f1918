using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Models;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>How much a job of a run needs, where its executor asks with <c>auto</c>.</summary>
internal sealed class JobSize(StateFolder folders, ModelCatalog models, MetricStore metrics, IOptions<SchedulingOptions> scheduling)
{
    private const string Auto = "auto";

    /// <summary>.NET, libtorch and, where there is a GPU, the host's side of CUDA; not measured on every machine, and therefore generous.</summary>
    private const long Runtime = 2_000_000_000;

    /// <summary>An estimate is a tenth off; a job that is killed for a few megabytes is worth more than that.</summary>
    private const double Margin = 1.25;

    /// <summary>Of bfloat16 on a GPU; a CPU may compute in float32.</summary>
    private const int GpuBytes = 2, CpuBytes = 4;

    /// <summary>Loading, encoding and a slow disk.</summary>
    private static readonly TimeSpan BeforeSteps = TimeSpan.FromMinutes(30);

    public string? Memory(TrainerWork work, SlurmOptions options, string device) => options.Memory == Auto ? Estimate(work, device) : options.Memory;

    public string? TimeLimit(TrainerWork work, SlurmOptions options) => options.TimeLimit != Auto ? options.TimeLimit
        : work.Command == TrainerTask.Sample ? Minutes(scheduling.Value.SampleTimeout)
        : metrics.Last(work.Run.Id) is { Seconds: var pace } ? Minutes(TimeSpan.FromSeconds(Margin * pace * Math.Max(0, work.Run.Steps - work.Run.Step)) + BeforeSteps)
        : null;

    /// <summary>
    /// Host memory: what a CPU trains with, or what waits there for its turn on the GPU; the largest file of the model, which passes through it; and the runtime.
    /// </summary>
    /// <param name="hostBytes">Of the step.</param>
    /// <param name="largestFile">In bytes.</param>
    /// <returns>In whole gigabytes of 2^30 bytes, as Slurm's G.</returns>
    internal static string Gigabytes(long hostBytes, long largestFile) =>
        FormattableString.Invariant($"{(long)Math.Ceiling((Margin * (hostBytes + largestFile) + Runtime) / (1L << 30))}G");

    private static string Minutes(TimeSpan time) => FormattableString.Invariant($"{Math.Ceiling(time.TotalMinutes)}");

    // Null where it cannot be told: then the partition's own default holds.
    private string? Estimate(TrainerWork work, string device)
    {
        if (models.Find(work.Run.Model) is not { } model || ModelCheck.Check(model).Sizes?.Dit is not { } dit || PlanOf(work.Run) is not { } plan)
            return null;
        var onGpu = device != "cpu";
        var asked = plan.Memory ?? new MemoryPlan();
        var mode = MemoryChoice.Make(dit, StepSize.Of(plan.Train, dit, onGpu ? GpuBytes : CpuBytes), asked, new DeviceRoom(onGpu, null));
        return Gigabytes(onGpu ? mode.Estimate.HostWeights : mode.Estimate.Total, LargestFile(plan.Model));
    }

    private RunPlan? PlanOf(Run run)
    {
        try
        {
            return RunPlan.Read(folders.PlanOf(run.Id));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null; // the trainer tells of it
        }
    }

    private static long LargestFile(ModelPlan model) => new[] { model.Dit, model.TextEncoder, model.Vae }.Max(path => new FileInfo(path) is { Exists: true } file ? file.Length
        : Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles("*.safetensors").Sum(shard => shard.Length) : 0);
}
