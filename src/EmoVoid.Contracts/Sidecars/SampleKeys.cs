namespace EmoVoid.Contracts.Sidecars;

/// <summary>The keys of the table <c>[sample]</c>.</summary>
public static class SampleKeys
{
    public const int MostPrompts = 16;

    public static TextListKey Prompts { get; } = new("sample.prompts", MostPrompts, 2000, "the data set's own first captions",
        "What the sample pictures show: a row of the contact sheet each.");

    public static WholeNumberKey Count { get; } = new("sample.count", 0, MostPrompts, "all of sample.prompts, or 2 captions",
        "How many prompts are used; 0 makes no sample pictures.");

    public static WholeNumberKey Candidates { get; } = new("sample.candidates", 1, 8, "2",
        "How many of the recommended checkpoints are shown beside the base.");

    public static WholeNumberKey Steps { get; } = new("sample.steps", 1, 200, "30; 20 for anima-nano",
        "Euler steps from noise to picture.");

    public static NumberKey Guidance { get; } = new("sample.guidance", 0, 30, "4",
        "How far the prompt is followed beyond the negative prompt; 1 is no guidance, and half the work.");

    public static WholeNumberKey Seed { get; } = new("sample.seed", 0, long.MaxValue, "train.seed",
        "The noise that base and candidates begin with.");

    public static WholeNumberKey Width { get; } = new("sample.width", 64, 2048, "train.resolution",
        "In pixels; rounded down to a multiple of 16.");

    public static WholeNumberKey Height { get; } = new("sample.height", 64, 2048, "train.resolution",
        "In pixels; rounded down to a multiple of 16.");

    public static TextKey Negative { get; } = new("sample.negative", 2000, "none",
        "What the pictures are led away from.");

    public static WholeNumberKey Every { get; } = new("sample.every", 1, 10_000_000, "only when the run is done",
        "Also pictures while training, at every multiple of this many steps; training waits for them.");

    public static ChoiceKey VaeTiles { get; } = new("sample.vae_tiles", ["auto", "always", "never"], "auto",
        "Whether pictures are decoded in tiles: auto does so when memory is short.");

    public static IReadOnlyList<SidecarKey> All { get; } = [Prompts, Count, Candidates, Steps, Guidance, Seed, Width, Height, Negative, Every, VaeTiles];
}
