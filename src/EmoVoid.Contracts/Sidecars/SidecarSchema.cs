namespace EmoVoid.Contracts.Sidecars;

/// <summary>Every key of <c>emovoid.toml</c>. Checks, hints, defaults and the manual come from this table.</summary>
public static class SidecarSchema
{
    /// <summary>The sidecar's file name.</summary>
    public const string FileName = "emovoid.toml";

    public static TextKey Name { get; } = new("name", 100, "the folder's name",
        "The run's name; its id and output folder are made of it.");

    public static TextKey Model { get; } = new("model", 100, "the daemon's default model",
        "The base model, by its name in the daemon's configuration.");

    public static ChoiceKey For { get; } = new("purpose", [.. Purpose.StopLoss.Keys], Purpose.Default,
        "What the LoRA is for; presets train.stop_loss (character 0.04, style 0.06, light 0.08).");

    public static WholeNumberKey Rank { get; } = new("train.rank", 1, 512, "4",
        "Width of the LoRA matrices.");

    public static NumberKey Alpha { get; } = new("train.alpha", 0, 512, "1.0",
        "Scale of the LoRA: it acts with alpha / rank. 0.125 to 0.25 × rank is the guide's range.");

    public static WholeNumberKey StepsPerImage { get; } = new("train.steps_per_image", 1, 10_000, "60",
        "Steps for each picture; repeats weigh pictures against each other and do not count here.");

    public static WholeNumberKey Steps { get; } = new("train.steps", 1, 10_000_000, "steps_per_image × pictures",
        "Steps in all, instead of train.steps_per_image.");

    public static NumberKey StopLoss { get; } = new("train.stop_loss", 0, 10, "the purpose's",
        "EmoVoid's stopcoef: the loss average at or below which a calm run turns the early-stop light on.");

    public static WholeNumberKey Resolution { get; } = new("train.resolution", 64, 4096, "512, or the model's own",
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

    public static IReadOnlyList<SidecarKey> Keys { get; } =
    [
        Name, Model, For,
        Rank, Alpha, StepsPerImage, Steps, StopLoss, Resolution, Seed, BatchSize, SaveEvery, Scheduler,
        Device,
    ];

    /// <summary>Keys, or whole tables, that people have a reason to write and that this version cannot do; each with the sentence that says so.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>
    {
        ["schedule"] = "training at certain hours comes in a later version; this one trains as soon as it can",
        ["sample"] = "sample pictures come in a later version",
        ["memory"] = "settings of memory come in a later version",
        ["train.blocks_to_swap"] = "settings of memory come in a later version",
        ["train.gradient_checkpointing"] = "settings of memory come in a later version",
        ["train.gradient_accumulation_steps"] = "gradient accumulation comes in a later version",
        ["train.caption_dropout"] = "caption dropout comes in a later version",
        ["train.learning_rate"] = "EmoVoid makes its own learning rate at every step",
        ["train.lr"] = "EmoVoid makes its own learning rate at every step",
        ["train.optimizer"] = "the optimizer is always EmoVoid",
    };
}
