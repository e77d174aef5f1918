using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Executors;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>kohya-ss/sd-scripts with the EmoVoid optimizer. What it goes on from is its own last saved state.</summary>
internal sealed class KohyaTrainer(KohyaScripts scripts, KohyaPython python, StateFolder folders) : ITrainerKind
{
    /// <summary>Both streams in one, in the order of their writing: the bars go to one, the light to the other.</summary>
    private const string OneStream = "exec \"$@\" 2>&1";

    public string Name => TrainerName.Kohya;

    public TrainerCall Prepare(TrainerTask task)
    {
        if (scripts.Folder is not { } home)
            throw new ExecutorException("The run is to be trained by kohya's scripts, and EmoVoid:Kohya:Scripts no longer names them.");
        var plan = RunPlan.Read(task.PlanFile);
        var folder = FolderOf(plan);
        var state = StateBefore(folder, plan.Train.Steps);
        folder.Clear(state?.Step ?? 0);
        Directory.CreateDirectory(folder.OutputOf(state?.Step ?? 0));
        KohyaDataset.Write(plan, folder);
        if (plan.Sample is { Every: not null } samples)
            KohyaPrompts.Write(samples, folder.Prompts);
        return new TrainerCall(
            "/bin/sh", ["-c", OneStream, "sh", .. DiesWithUs(), scripts.Python, scripts.Script, .. KohyaArguments.Of(plan, folder, state)], home, Environment(plan.Device), HearsWords: false);
    }

    public ITrainerVoice VoiceFor(TrainerTask task)
    {
        var plan = RunPlan.Read(task.PlanFile);
        var version = $"sd-scripts{(scripts.Commit() is { } commit ? " " + commit : "")}, EmoVoid {scripts.EmoVoidVersion() ?? "of an unknown version"}";
        return new KohyaVoice(plan, FolderOf(plan), version, python.Known?.Torch ?? "of an unknown version");
    }

    public string HowItGoesOn(string run)
    {
        const string SavesAtIntervals = "kohya's scripts save at their interval only, not when they are stopped";
        return RunPlan.Read(folders.PlanOf(run)) is var plan && StateBefore(FolderOf(plan), plan.Train.Steps) is { } state
            ? $"It goes on from step {state.Step}, its last saved state: {SavesAtIntervals}."
            : $"It starts afresh, since nothing was saved yet: {SavesAtIntervals}.";
    }

    private static KohyaFolder FolderOf(RunPlan plan) => new(plan.CheckpointFolder, plan.Run);

    // A start has at least one step to do, or it would not tell what it knows.
    private static KohyaState? StateBefore(KohyaFolder folder, int steps) => folder.States().FirstOrDefault(state => state.Step < steps);

    /// <summary>Nobody could follow scripts that outlive the daemon. Where the program for it is missing, they are ended at the daemon's next start.</summary>
    private static string[] DiesWithUs() => File.Exists("/usr/bin/setpriv") ? ["/usr/bin/setpriv", "--pdeathsig", "TERM", "--"] : [];

    private static Dictionary<string, string> Environment(string device)
    {
        var environment = new Dictionary<string, string> { ["PYTHONUNBUFFERED"] = "1", ["PYTHONIOENCODING"] = "utf-8" };
        if (device == "cpu")
            environment["ACCELERATE_USE_CPU"] = "true";
        else if (device.Split(':') is [_, var number])
            environment["CUDA_VISIBLE_DEVICES"] = number;
        return environment;
    }
}
