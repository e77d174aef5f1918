using System.Text.Json.Serialization;

namespace EmoVoid.Contracts.Lora;

/// <summary>Whose names the tensors of a LoRA file have.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LoraFormat>))]
public enum LoraFormat
{
    /// <summary><c>lora_unet_blocks_0_self_attn_q_proj.lora_down.weight</c>; ComfyUI reads these too.</summary>
    [JsonStringEnumMemberName("kohya")] Kohya,

    /// <summary><c>diffusion_model.blocks.0.self_attn.q_proj.lora_A.weight</c></summary>
    [JsonStringEnumMemberName("comfyui")] ComfyUi,
}
