namespace EmoVoid.Contracts.Models;

/// <summary>Tells what a file of another architecture is by names that only its tensors have, so that a person sees at once which file they took.</summary>
/// <remarks>Source of the names: the published files, and ComfyUI's <c>model_detection.py</c>, which tells them apart in the same way.</remarks>
public static class KnownArchitectures
{
    private static readonly (string What, string[] Parts)[] Known =
    [
        ("a LoRA, not a base model", [".lora_down.weight"]),
        ("a LoRA, not a base model", [".lora_A.weight"]),
        ("a LoRA, not a base model", [".lora.down.weight"]),
        ("a checkpoint of Stable Diffusion XL", ["input_blocks.0.0.weight", "label_emb.0.0.weight"]),
        ("a checkpoint of Stable Diffusion 1 or 2", ["input_blocks.0.0.weight"]),
        ("the UNet of Stable Diffusion XL (diffusers)", ["down_blocks.0.resnets.0.", "add_embedding.linear_1.weight"]),
        ("the UNet of Stable Diffusion 1 or 2 (diffusers)", ["down_blocks.0.resnets.0.", "time_embedding.linear_1.weight"]),
        ("the transformer of Stable Diffusion 3", ["joint_blocks.0."]),
        ("the transformer of Chroma", ["double_blocks.0.", "distilled_guidance_layer."]),
        ("the transformer of HunyuanVideo", ["double_blocks.0.", "txt_in.individual_token_refiner."]),
        ("the transformer of Flux.2", ["double_blocks.0.", "double_stream_modulation_img."]),
        ("the transformer of Flux", ["double_blocks.0.", "single_blocks.0."]),
        ("the transformer of Flux (diffusers)", ["single_transformer_blocks.0."]),
        ("the transformer of Qwen-Image", ["transformer_blocks.0.attn.add_q_proj.", "txt_norm.weight"]),
        ("the transformer of Z-Image or Lumina 2", ["cap_embedder.1.weight", "noise_refiner.0."]),
        ("the transformer of Wan", ["head.modulation", "blocks.0.cross_attn.norm_q.weight"]),
        ("the transformer of AuraFlow", ["double_layers.0.attn.w1q.weight"]),
        ("the transformer of PixArt", ["t_block.1.weight", "blocks.0.scale_shift_table"]),
        ("the transformer of Cosmos 1", ["blocks.block0.blocks.0."]),
        ("an Anima diffusion transformer", ["llm_adapter.blocks.0.", "x_embedder.proj.1.weight"]),
        ("the transformer of Cosmos-Predict2, Anima's ancestor, which has no LLM adapter", ["adaln_modulation_self_attn.1.weight", "x_embedder.proj.1.weight"]),
        ("a T5 text encoder, which Anima does not need: only T5's tokenizer is used", ["encoder.block.0.layer.0.SelfAttention.k.weight"]),
        ("a CLIP model", ["text_model.encoder.layers.0."]),
        ("an OpenCLIP model", ["transformer.resblocks.0."]),
        ("a Gemma text encoder", ["layers.0.pre_feedforward_layernorm.weight"]),
        ("a Qwen2.5-VL text encoder", ["visual.blocks.0.", "layers.0.self_attn.q_proj.bias"]),
        ("a Qwen2.5 text encoder", ["layers.0.self_attn.q_proj.bias"]),
        ("a Qwen3 text encoder", ["layers.0.self_attn.q_norm.weight", "embed_tokens.weight"]),
        ("a Llama-like language model", ["layers.0.self_attn.q_proj.weight", "embed_tokens.weight"]),
        ("the VAE of Wan 2.2", ["decoder.upsamples.0.upsamples.0."]),
        ("a Qwen-Image VAE", ["decoder.middle.0.residual.0.gamma"]),
        ("the VAE of Qwen-Image or Wan as diffusers names it; the file of ComfyUI is needed", ["decoder.mid_block.resnets.0.norm1.gamma"]),
        ("the VAE of Stable Diffusion or Flux", ["encoder.down.0.block.0.norm1.weight"]),
        ("the VAE of Stable Diffusion or Flux (diffusers)", ["encoder.down_blocks.0.resnets.0.norm1.weight"]),
    ];

    /// <summary>To follow "this looks like": <c>the transformer of Flux</c>; null when it is none of those known here.</summary>
    public static string? Recognise(IEnumerable<string> tensors)
    {
        var names = tensors.ToList();
        return Known.Where(known => known.Parts.All(part => names.Any(name => Has(name, part)))).Select(known => known.What).FirstOrDefault();
    }

    /// <summary>Whether a part stands in a name, at its beginning or after a dot; a part with a leading dot stands anywhere.</summary>
    private static bool Has(string name, string part)
    {
        var at = name.IndexOf(part, StringComparison.Ordinal);
        return at == 0 || (at > 0 && (part[0] == '.' || name[at - 1] == '.'));
    }
}
