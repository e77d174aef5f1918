namespace EmoVoid.Contracts.Models;

/// <summary>Names and shapes of the tensors that a model of given sizes is read from, without a prefix.</summary>
/// <remarks>
/// The trainer's model classes say the same by asking for them; a test holds the two together. This list exists so that a process without
/// libtorch can tell what is wrong with a file. Source of the names: the published files.
/// </remarks>
public sealed class TensorList
{
    private readonly List<KeyValuePair<string, long[]>> tensors = [];

    private TensorList()
    {
    }

    /// <summary>The DiT alone.</summary>
    public static IReadOnlyList<KeyValuePair<string, long[]>> Of(AnimaDitSizes sizes)
    {
        var list = new TensorList();
        list.Add("x_embedder.proj.1.weight", sizes.Width, sizes.PatchArea * (sizes.Channels + 1));
        list.Add("t_embedder.1.linear_1.weight", sizes.Width, sizes.Width);
        list.Add("t_embedder.1.linear_2.weight", 3 * sizes.Width, sizes.Width);
        list.Add("t_embedding_norm.weight", sizes.Width);
        for (var i = 0; i < sizes.Blocks; i++)
            list.AddDitBlock($"blocks.{i}", sizes);
        list.AddModulation("final_layer.adaln_modulation", sizes, parts: 2);
        list.Add("final_layer.linear.weight", sizes.PatchArea * sizes.Channels, sizes.Width);
        return list.tensors;
    }

    /// <summary>The adapter in a DiT's file.</summary>
    public static IReadOnlyList<KeyValuePair<string, long[]>> Of(LlmAdapterSizes sizes)
    {
        var list = new TensorList();
        list.Add("llm_adapter.embed.weight", sizes.Vocabulary, sizes.TokenWidth);
        if (sizes.HasInput)
            list.AddWithBias("llm_adapter.in_proj", sizes.Width, sizes.TokenWidth);
        for (var i = 0; i < sizes.Blocks; i++)
            list.AddAdapterBlock($"llm_adapter.blocks.{i}", sizes);
        list.AddWithBias("llm_adapter.out_proj", sizes.OutputWidth, sizes.Width);
        list.Add("llm_adapter.norm.weight", sizes.OutputWidth);
        return list.tensors;
    }

    public static IReadOnlyList<KeyValuePair<string, long[]>> Of(Qwen3Sizes sizes)
    {
        var list = new TensorList();
        list.Add("embed_tokens.weight", sizes.Vocabulary, sizes.Width);
        for (var i = 0; i < sizes.Layers; i++)
            list.AddQwenLayer($"layers.{i}", sizes);
        list.Add("norm.weight", sizes.Width);
        return list.tensors;
    }

    /// <summary>The VAE without its resampling between frames (<c>time_conv</c>): a picture has one.</summary>
    public static IReadOnlyList<KeyValuePair<string, long[]>> Of(VaeSizes sizes)
    {
        var list = new TensorList();
        list.AddConvolution("encoder.conv1", sizes.Stem, 3, 3, 3, 3);
        list.AddDownsamples(sizes);
        list.AddMiddle("encoder.middle", sizes.Deepest);
        list.AddHead("encoder.head", 2 * sizes.LatentChannels, sizes.Deepest);
        list.AddConvolution("conv1", 2 * sizes.LatentChannels, 2 * sizes.LatentChannels, 1, 1, 1);
        list.AddConvolution("conv2", sizes.LatentChannels, sizes.LatentChannels, 1, 1, 1);
        list.AddConvolution("decoder.conv1", sizes.Deepest, sizes.LatentChannels, 3, 3, 3);
        list.AddMiddle("decoder.middle", sizes.Deepest);
        list.AddUpsamples(sizes);
        list.AddHead("decoder.head", 3, sizes.Levels[0]);
        return list.tensors;
    }

    private void AddDitBlock(string name, AnimaDitSizes sizes)
    {
        AddAttention($"{name}.self_attn", sizes.SelfAttention, "output_proj");
        AddAttention($"{name}.cross_attn", sizes.CrossAttention, "output_proj");
        Add($"{name}.mlp.layer1.weight", sizes.MlpWidth, sizes.Width);
        Add($"{name}.mlp.layer2.weight", sizes.Width, sizes.MlpWidth);
        foreach (var sublayer in new[] { "self_attn", "cross_attn", "mlp" })
            AddModulation($"{name}.adaln_modulation_{sublayer}", sizes, parts: 3);
    }

    private void AddModulation(string name, AnimaDitSizes sizes, int parts)
    {
        Add($"{name}.1.weight", sizes.ModulationRank, sizes.Width);
        Add($"{name}.2.weight", parts * sizes.Width, sizes.ModulationRank);
    }

    private void AddAdapterBlock(string name, LlmAdapterSizes sizes)
    {
        Add($"{name}.norm_self_attn.weight", sizes.Width);
        AddAttention($"{name}.self_attn", sizes.SelfAttention, "o_proj");
        Add($"{name}.norm_cross_attn.weight", sizes.Width);
        AddAttention($"{name}.cross_attn", sizes.CrossAttention, "o_proj");
        Add($"{name}.norm_mlp.weight", sizes.Width);
        AddWithBias($"{name}.mlp.0", sizes.MlpWidth, sizes.Width);
        AddWithBias($"{name}.mlp.2", sizes.Width, sizes.MlpWidth);
    }

    private void AddQwenLayer(string name, Qwen3Sizes sizes)
    {
        Add($"{name}.input_layernorm.weight", sizes.Width);
        AddAttention($"{name}.self_attn", sizes.Attention, "o_proj");
        Add($"{name}.post_attention_layernorm.weight", sizes.Width);
        Add($"{name}.mlp.gate_proj.weight", sizes.MlpWidth, sizes.Width);
        Add($"{name}.mlp.up_proj.weight", sizes.MlpWidth, sizes.Width);
        Add($"{name}.mlp.down_proj.weight", sizes.Width, sizes.MlpWidth);
    }

    private void AddAttention(string name, AttentionSizes sizes, string output)
    {
        Add($"{name}.q_proj.weight", sizes.Heads * sizes.HeadDim, sizes.Width);
        Add($"{name}.k_proj.weight", sizes.KeyHeads * sizes.HeadDim, sizes.ContextWidth);
        Add($"{name}.v_proj.weight", sizes.KeyHeads * sizes.HeadDim, sizes.ContextWidth);
        Add($"{name}.{output}.weight", sizes.Width, sizes.Heads * sizes.HeadDim);
        Add($"{name}.q_norm.weight", sizes.HeadDim);
        Add($"{name}.k_norm.weight", sizes.HeadDim);
    }

    private void AddDownsamples(VaeSizes sizes)
    {
        var (place, channels) = (0, sizes.Stem);
        for (var level = 0; level < sizes.Levels.Count; level++)
        {
            if (level > 0)
                AddConvolution($"encoder.downsamples.{place++}.resample.1", channels, channels, 3, 3);
            for (var block = 0; block < sizes.BlocksPerLevel; block++, channels = sizes.Levels[level])
                AddResidual($"encoder.downsamples.{place++}", sizes.Levels[level], channels);
        }
    }

    private void AddUpsamples(VaeSizes sizes)
    {
        var (place, channels) = (0, sizes.Deepest);
        for (var level = sizes.Levels.Count - 1; level >= 0; level--)
        {
            for (var block = 0; block <= sizes.BlocksPerLevel; block++, channels = sizes.Levels[level])
                AddResidual($"decoder.upsamples.{place++}", sizes.Levels[level], channels);
            if (level == 0)
                continue;
            AddConvolution($"decoder.upsamples.{place++}.resample.1", channels / 2, channels, 3, 3);
            channels /= 2;
        }
    }

    private void AddResidual(string name, long outputs, long inputs)
    {
        Add($"{name}.residual.0.gamma", inputs, 1, 1, 1);
        AddConvolution($"{name}.residual.2", outputs, inputs, 3, 3, 3);
        Add($"{name}.residual.3.gamma", outputs, 1, 1, 1);
        AddConvolution($"{name}.residual.6", outputs, outputs, 3, 3, 3);
        if (inputs != outputs)
            AddConvolution($"{name}.shortcut", outputs, inputs, 1, 1, 1);
    }

    private void AddMiddle(string name, long channels)
    {
        AddResidual($"{name}.0", channels, channels);
        Add($"{name}.1.norm.gamma", channels, 1, 1);
        AddConvolution($"{name}.1.to_qkv", 3 * channels, channels, 1, 1);
        AddConvolution($"{name}.1.proj", channels, channels, 1, 1);
        AddResidual($"{name}.2", channels, channels);
    }

    private void AddHead(string name, long outputs, long inputs)
    {
        Add($"{name}.0.gamma", inputs, 1, 1, 1);
        AddConvolution($"{name}.2", outputs, inputs, 3, 3, 3);
    }

    private void AddConvolution(string name, long outputs, long inputs, params long[] kernel)
    {
        Add($"{name}.weight", [outputs, inputs, .. kernel]);
        Add($"{name}.bias", outputs);
    }

    private void AddWithBias(string name, long outputs, long inputs)
    {
        Add($"{name}.weight", outputs, inputs);
        Add($"{name}.bias", outputs);
    }

    private void Add(string name, params long[] shape) => tensors.Add(new(name, shape));
}
