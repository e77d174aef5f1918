using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>A run's plan as a node reads it: with the device there, and its own paths.</summary>
internal static class NodePlan
{
    private const string Cpu = "cpu";

    /// <summary>What a run is trained on there; null when it asked for something else.</summary>
    public static string? DeviceFor(Run run, SlurmOptions options) => run.DeviceAsked switch
    {
        DeviceKey.Auto => options.DeviceThere,
        Cpu => Cpu,
        // Which GPU a job gets is Slurm's to say; there it is the first one.
        _ => options.DeviceThere == Cpu ? null : options.DeviceThere,
    };

    /// <exception cref="InvalidDataException">What lies there is no plan.</exception>
    public static void Write(TrainerWork work, string device, PathMap paths, string target)
    {
        if (work.Command == TrainerTask.Sample)
            Map(SamplePlan.Read(work.PlanFile) with { Device = device }, paths).Write(target);
        else
        {
            var plan = RunPlan.Read(work.PlanFile);
            if (plan.Device != device)
                (plan = plan with { Device = device }).Write(work.PlanFile); // the receipt tells of it, and a leaner mode goes by it
            Map(plan, paths).Write(target);
        }
    }

    internal static RunPlan Map(RunPlan plan, PathMap paths) => plan with
    {
        Model = Map(plan.Model, paths),
        Dataset = plan.Dataset with { Folder = paths.There(plan.Dataset.Folder) },
        CheckpointFolder = paths.There(plan.CheckpointFolder),
        CacheFolder = paths.There(plan.CacheFolder),
    };

    private static SamplePlan Map(SamplePlan plan, PathMap paths) => plan with
    {
        Model = Map(plan.Model, paths),
        Columns = [.. plan.Columns.Select(column => column with { Lora = column.Lora is { } lora ? paths.There(lora) : null })],
        OutputFile = paths.There(plan.OutputFile),
        CacheFolder = paths.There(plan.CacheFolder),
    };

    private static ModelPlan Map(ModelPlan model, PathMap paths) => model with
    {
        Dit = paths.There(model.Dit),
        TextEncoder = paths.There(model.TextEncoder),
        Vae = paths.There(model.Vae),
        Tokenizers = paths.There(model.Tokenizers),
        Qwen3Tokenizer = model.Qwen3Tokenizer is { } qwen3 ? paths.There(qwen3) : null,
        T5Tokenizer = model.T5Tokenizer is { } t5 ? paths.There(t5) : null,
    };
}
