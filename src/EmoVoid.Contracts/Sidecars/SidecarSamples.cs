using EmoVoid.Contracts.Plans;

namespace EmoVoid.Contracts.Sidecars;

/// <summary>What a folder asks for in <c>[sample]</c>. A member that is null was not written.</summary>
public sealed record SidecarSamples
{
    /// <summary>Anima's pictures are settled by then; what a few steps more change is not what tells two LoRAs apart.</summary>
    private const int DefaultSteps = 30;

    /// <summary>The built-in model's small pictures are settled earlier, and its users look at them on a CPU.</summary>
    private const int BuiltInSteps = 20;

    private const int DefaultCaptions = 2;
    private const int PixelsPerPatch = 16;

    public IReadOnlyList<string>? Prompts { get; init; }
    public int? Count { get; init; }
    public int Candidates { get; init; } = 2;
    public int? Steps { get; init; }
    public double Guidance { get; init; } = 4;
    public long? Seed { get; init; }
    public int? Width { get; init; }
    public int? Height { get; init; }
    public string Negative { get; init; } = "";
    public int? Every { get; init; }
    public VaeTiles VaeTiles { get; init; } = VaeTiles.Auto;

    /// <param name="given">Accepted values by key.</param>
    public static SidecarSamples From(IReadOnlyDictionary<SidecarKey, object> given)
    {
        var none = new SidecarSamples();
        return new SidecarSamples
        {
            Prompts = (IReadOnlyList<string>?)given.GetValueOrDefault(SampleKeys.Prompts),
            Count = Whole(SampleKeys.Count),
            Candidates = Whole(SampleKeys.Candidates) ?? none.Candidates,
            Steps = Whole(SampleKeys.Steps),
            Guidance = (double?)given.GetValueOrDefault(SampleKeys.Guidance) ?? none.Guidance,
            Seed = (long?)given.GetValueOrDefault(SampleKeys.Seed),
            Width = Whole(SampleKeys.Width),
            Height = Whole(SampleKeys.Height),
            Negative = (string?)given.GetValueOrDefault(SampleKeys.Negative) ?? none.Negative,
            Every = Whole(SampleKeys.Every),
            VaeTiles = Enum.Parse<VaeTiles>((string?)given.GetValueOrDefault(SampleKeys.VaeTiles) ?? SampleKeys.VaeTiles.Default, ignoreCase: true),
        };

        int? Whole(SidecarKey key) => (int?)(long?)given.GetValueOrDefault(key);
    }

    /// <summary>Every setting with its final value; null when there is to be no picture, or no prompt to make one of.</summary>
    /// <param name="captions">The data set's, in its order.</param>
    /// <param name="builtIn">Whether the model is the built-in random one.</param>
    public SampleSettings? Resolve(IEnumerable<string> captions, TrainPlan train, bool builtIn)
    {
        var prompts = Prompts?.Take(Count ?? Prompts.Count) ?? captions.Where(caption => caption.Length > 0).Distinct().Take(Count ?? DefaultCaptions);
        if (prompts.ToList() is not { Count: > 0 } chosen)
            return null;
        return new SampleSettings
        {
            Prompts = chosen,
            Negative = Negative,
            Candidates = Candidates,
            Steps = Steps ?? (builtIn ? BuiltInSteps : DefaultSteps),
            Guidance = Guidance,
            Seed = Seed ?? train.Seed,
            Width = Rounded(Width ?? train.Resolution),
            Height = Rounded(Height ?? train.Resolution),
            Every = Every,
            VaeTiles = VaeTiles,
        };
    }

    /// <summary>Down to a whole number of the DiT's patches.</summary>
    public static int Rounded(int pixels) => pixels / PixelsPerPatch * PixelsPerPatch;
}
