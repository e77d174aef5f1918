namespace EmoVoid.Contracts.Sidecars;

/// <summary>Every key of <c>emovoid.toml</c>. Checks, hints, defaults and the manual come from this table.</summary>
public static class SidecarSchema
{
    /// <summary>The sidecar's file name.</summary>
    public const string FileName = "emovoid.toml";

    public const int LeastResolution = 64, MostResolution = 4096;

    public static FolderNameKey Name { get; } = new("name", "the folder's name",
        "The run's name; its id and output folder are made of it.");

    public static TextKey Model { get; } = new("model", 100, "the daemon's default model",
        "The base model, by its name in the daemon's configuration.");

    public static ChoiceKey For { get; } = new("purpose", [.. Purpose.StopLoss.Keys], Purpose.Default,
        "What the LoRA is for; presets train.stop_loss (character 0.04, style 0.06, light 0.08).");

    public static WholeNumberKey Rank { get; } = new("train.rank", 1, 512, "4",
        "Width of the LoRA matrices.");

    public static NumberKey Alpha { get; } = new("train.alpha", 0, 512, "1.0",
        "Scale of the LoRA: it acts with alpha / rank. 0.125 to 0.25 × rank is the guide's range for Anima; a smaller model wants more.");

    public static WholeNumberKey StepsPerImage { get; } = new("train.steps_per_image", 1, 10_000, "60",
        "Steps for each picture; repeats weigh pictures against each other and do not count here.");

    public static WholeNumberKey Steps { get; } = new("train.steps", 1, 10_000_000, "steps_per_image × pictures",
        "Steps in all, instead of train.steps_per_image.");

    public static NumberKey StopLoss { get; } = new("train.stop_loss", 0, 10, "the purpose's",
        "EmoVoid's stopcoef: the loss average at or below which a calm run turns the early-stop light on.");

    public static WholeNumberKey Resolution { get; } = new("train.resolution", LeastResolution, MostResolution, "512, or the model's own",
        "Side in pixels of the square whose area the picture sizes approximate.");

    public static WholeNumberKey Seed { get; } = new("train.seed", 0, long.MaxValue, "42",
        "All randomness of the run comes from it.");

    public static WholeNumberKey BatchSize { get; } = new("train.batch_size", 1, 256, "1",
        "Pictures in one step.");

    public static WholeNumberKey SaveEvery { get; } = new("train.save_every", 1, 10_000_000, "a tenth of the steps",
        "A checkpoint every so many steps, besides those that the light asks for.");

    public static ChoiceKey Scheduler { get; } = new("train.scheduler", ["constant"], "constant",
        "Only \"constant\".")
    {
        Why = "EmoVoid makes its own learning rate at every step, and a schedule on top would work against it.",
    };

    public static DeviceKey Device { get; } = new("train.device", "the daemon's",
        "What to train on: auto is the first CUDA device when there is one, else the CPU.");

    public static ChoiceKey Trainer { get; } = new("train.trainer", [TrainerName.EmoVoid, TrainerName.Kohya], TrainerName.EmoVoid,
        "What trains it: \"kohya\" is sd-scripts with the EmoVoid optimizer, which the daemon's configuration has to name. May stand at the top of the file, too.");

    public static TextKey Executor { get; } = new("train.executor", 40, "the first one with room",
        "Where to train: local, or another name of the daemon's EmoVoid:Executors, as a Slurm cluster's.");

    public static ChoiceKey Fit { get; } = new("train.fit", ["native", "bucket"], "native with train.batch_size 1, else bucket",
        "\"native\" keeps each picture whole and in its own shape, within the same number of tokens; \"bucket\" crops to one of kohya's bucket sizes.");

    public static WholeNumberKey GradientAccumulation { get; } = new("train.gradient_accumulation", 1, 256, "1",
        "Batches in one step, whose losses and gradients are averaged: a larger batch for no more memory.");

    public static FractionKey CaptionDropout { get; } = new("train.caption_dropout", "0",
        "How often a picture is shown with the empty caption; 0.1 is every tenth time.");

    public static SwitchKey ShuffleTags { get; } = new("train.shuffle_tags", "false",
        "Shows the tags of a caption, which commas part, in another order each time.");

    public static WholeNumberKey KeepTags { get; } = new("train.keep_tags", 0, 1000, "0",
        "With train.shuffle_tags: so many tags at the front keep their place; 1 keeps a trigger word.");

    public static WholeNumberKey CaptionVariants { get; } = new("train.caption_variants", 1, 64, "8",
        "With train.shuffle_tags: how many orders of each caption are made and cached.");

    public static SwitchKey Flip { get; } = new("train.flip", "false",
        "Shows each picture mirrored, left to right, half of the time; not for what has a left and a right.");

    public static ChoiceKey Mask { get; } = new("train.mask", ["none", "alpha", "folder", "auto"], "none",
        "Where to learn: \"alpha\", where the picture is opaque; \"folder\", where the picture of the same name in a folder mask/ is white; \"auto\", by the folder where it has one, else by alpha.");

    public static TextKey Network { get; } = new("train.network", 200, "a fresh LoRA",
        "A LoRA in this folder to go on from, in kohya's or ComfyUI's spelling; train.rank and train.alpha must be its own.");

    public static ChoiceKey Format { get; } = new("output.format", ["kohya", "comfyui"], "kohya",
        "The spelling of the names in the LoRA files; ComfyUI reads both, kohya's tools only \"kohya\".");

    public static KeepKey Keep { get; } = new("output.keep", KeepKey.All,
        "Which checkpoints stay when the run is completed: all, those that the light speaks for (\"candidates\"), or so many of the best.");

    public static ChoiceKey MemoryBase { get; } = new("memory.base", ["auto", "bf16", "int8"], "auto",
        "How the frozen weights are kept; int8 halves them and rounds them. auto: int8 only when nothing else fits the device.");

    public static AutoSwitchKey GradientCheckpointing { get; } = new("memory.gradient_checkpointing", "auto",
        "Computes a block's activations again instead of keeping them: a third more time for a fraction of the memory.");

    public static WholeNumberKey BlocksToSwap { get; } = new("memory.blocks_to_swap", 0, 26, "as few as the device needs",
        "How many of the model's blocks wait in the host's memory for their turn.")
    {
        Why = "The model has 28 blocks, and two are always on the device: the one that computes and the one that comes next.",
    };

    /// <remarks>Those of <c>[sweep]</c> are made of these: <see cref="SweepKeys"/>.</remarks>
    public static IReadOnlyList<SidecarKey> Keys { get; } =
    [
        Name, Model, For,
        Rank, Alpha, StepsPerImage, Steps, StopLoss, Resolution, Seed, BatchSize, SaveEvery, Scheduler,
        Device, Trainer, Executor,
        Fit, GradientAccumulation, CaptionDropout, ShuffleTags, KeepTags, CaptionVariants, Flip, Mask, Network, Format, Keep,
        .. SampleKeys.All,
        StopKeys.AfterLight,
        .. ValidationKeys.All,
        .. ScheduleKeys.All,
        MemoryBase, GradientCheckpointing, BlocksToSwap,
    ];

    /// <summary>Keys that may also be written under another name.</summary>
    public static IReadOnlyDictionary<string, SidecarKey> OtherNames { get; } = new Dictionary<string, SidecarKey> { ["trainer"] = Trainer };

    /// <summary>What kohya's scripts call our keys: people bring these names along.</summary>
    public static IReadOnlyDictionary<string, SidecarKey> NamesElsewhere { get; } = new Dictionary<string, SidecarKey>
    {
        ["gradient_accumulation_steps"] = GradientAccumulation,
        ["caption_dropout_rate"] = CaptionDropout,
        ["shuffle_caption"] = ShuffleTags,
        ["keep_tokens"] = KeepTags,
        ["flip_aug"] = Flip,
        ["masked_loss"] = Mask,
        ["alpha_mask"] = Mask,
        ["network_weights"] = Network,
        ["network_dim"] = Rank,
        ["network_alpha"] = Alpha,
        ["max_train_steps"] = Steps,
        ["save_every_n_steps"] = SaveEvery,
        ["train_batch_size"] = BatchSize,
        ["hours"] = ScheduleKeys.Window,
    };

    /// <summary>Keys, or whole tables, that people have a reason to write and that this version cannot do; each with the sentence that says so.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>
    {
        ["train.blocks_to_swap"] = "it is memory.blocks_to_swap here",
        ["train.gradient_checkpointing"] = "it is memory.gradient_checkpointing here",
        ["train.learning_rate"] = "EmoVoid makes its own learning rate at every step",
        ["train.lr"] = "EmoVoid makes its own learning rate at every step",
        ["train.optimizer"] = "the optimizer is always EmoVoid",
    };
}
