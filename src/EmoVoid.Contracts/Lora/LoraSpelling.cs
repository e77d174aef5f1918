namespace EmoVoid.Contracts.Lora;

/// <summary>How the tensors of a LoRA for Anima's DiT are called in a file.</summary>
/// <remarks>
/// Both spellings keep alpha in a tensor of its own, <c>….alpha</c>, which ComfyUI reads with either: nothing has to be folded into the
/// matrices, and one spelling turns into the other without loss. Source: kohya-ss/sd-scripts <c>networks/convert_anima_lora_to_comfy.py</c>.
/// </remarks>
public sealed record LoraSpelling
{
    private const string Alpha = ".alpha";

    private readonly bool joinsWithUnderscores;

    private LoraSpelling(string prefix, string down, string up, bool joinsWithUnderscores) =>
        (Prefix, Down, Up, this.joinsWithUnderscores) = (prefix, down, up, joinsWithUnderscores);

    public static LoraSpelling Kohya { get; } = new("lora_unet_", ".lora_down.weight", ".lora_up.weight", joinsWithUnderscores: true);

    public static LoraSpelling ComfyUi { get; } = new("diffusion_model.", ".lora_A.weight", ".lora_B.weight", joinsWithUnderscores: false);

    /// <summary>What the names of a layer of the DiT begin with.</summary>
    public string Prefix { get; }

    /// <summary>What the name of a down matrix (r, inputs) ends with.</summary>
    public string Down { get; }

    /// <summary>What the name of an up matrix (outputs, r) ends with.</summary>
    public string Up { get; }

    public static LoraSpelling Of(LoraFormat format) => format == LoraFormat.ComfyUi ? ComfyUi : Kohya;

    /// <summary>The spelling in which most of these tensors are names of a LoRA; kohya's where none is in either.</summary>
    public static LoraSpelling Of(IReadOnlyCollection<string> tensors) => tensors.Count(ComfyUi.Has) > tensors.Count(Kohya.Has) ? ComfyUi : Kohya;

    /// <summary>Whether a tensor is part of a LoRA for the DiT in this spelling; those of a text encoder are not.</summary>
    public bool Has(string tensor) =>
        tensor.StartsWith(Prefix, StringComparison.Ordinal) && new[] { Down, Up, Alpha }.Any(end => tensor.EndsWith(end, StringComparison.Ordinal));

    /// <param name="layer">The layer's name in the model: <c>blocks.0.self_attn.q_proj</c>.</param>
    public string DownOf(string layer) => KeyOf(layer) + Down;

    /// <inheritdoc cref="DownOf"/>
    public string UpOf(string layer) => KeyOf(layer) + Up;

    /// <inheritdoc cref="DownOf"/>
    public string AlphaOf(string layer) => KeyOf(layer) + Alpha;

    /// <summary>The name of alpha beside a down matrix.</summary>
    /// <param name="down">A name that ends as <see cref="Down"/> says.</param>
    public string AlphaBeside(string down) => down[..^Down.Length] + Alpha;

    private string KeyOf(string layer) => Prefix + (joinsWithUnderscores ? layer.Replace('.', '_') : layer);
}
