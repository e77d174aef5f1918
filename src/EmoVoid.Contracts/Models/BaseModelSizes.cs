namespace EmoVoid.Contracts.Models;

/// <summary>The sizes of a whole base model, and whether its parts were made for each other.</summary>
public sealed record BaseModelSizes(AnimaDitSizes Dit, LlmAdapterSizes Adapter, Qwen3Sizes TextEncoder, VaeSizes Vae)
{
    /// <param name="dit">Of the DiT's file, adapter included.</param>
    /// <exception cref="ModelFileException">A tensor that tells a size is missing or makes no sense.</exception>
    public static BaseModelSizes Read(ModelShapes dit, ModelShapes textEncoder, ModelShapes vae) =>
        new(AnimaDitSizes.Read(dit), LlmAdapterSizes.Read(dit), Qwen3Sizes.Read(textEncoder), VaeSizes.Read(vae));

    /// <summary>Parts that do not fit together, each with both sizes; none: they do.</summary>
    public IEnumerable<string> Misfits()
    {
        if (TextEncoder.Width != Adapter.CrossAttention.ContextWidth)
            yield return $"the text encoder gives states {TextEncoder.Width} wide, and the DiT's adapter reads {Adapter.CrossAttention.ContextWidth}: Anima needs Qwen3-0.6B, and this is another size of Qwen3";
        if (Vae.LatentChannels != Dit.Channels)
            yield return $"the VAE's latents have {Vae.LatentChannels} channels, and the DiT reads {Dit.Channels}";
        if (Adapter.OutputWidth != Dit.CrossAttention.ContextWidth)
            yield return $"the adapter gives a context {Adapter.OutputWidth} wide, and the DiT attends to {Dit.CrossAttention.ContextWidth}";
    }
}
