using System.Globalization;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>The arguments of <c>anima_train_network.py</c> for a plan, after EmoVoid's guide.</summary>
/// <remarks>Source of the names: kohya-ss/sd-scripts 48d368fa, <c>train_network.py</c>, <c>library/train_util.py</c>, <c>library/anima_train_utils.py</c>.</remarks>
internal static class KohyaArguments
{
    /// <param name="state">What the start goes on from; null: it is the first.</param>
    public static IReadOnlyList<string> Of(RunPlan plan, KohyaFolder folder, KohyaState? state)
    {
        var (train, from) = (plan.Train, state?.Step ?? 0);
        return
        [
            "--pretrained_model_name_or_path", OnlyFile(plan.Model.Dit),
            "--qwen3", OnlyFile(plan.Model.TextEncoder),
            "--vae", OnlyFile(plan.Model.Vae),
            "--dataset_config", folder.DatasetConfig,
            "--output_dir", folder.OutputOf(from),
            "--output_name", plan.Run,
            "--save_model_as", "safetensors",
            "--network_module", "networks.lora_anima",
            "--network_dim", Text(train.Rank),
            "--network_alpha", Text(train.Alpha),
            "--network_train_unet_only",
            "--optimizer_type", "optimizer.emovoid.EmoVoid",
            "--optimizer_args", "stopcoef=" + Text(train.StopLoss),
            "--learning_rate", "1.0",
            "--lr_scheduler", "constant",
            // Every start counts from 0 here: with its own skipping, kohya's count begins again within the epoch.
            "--max_train_steps", Text(train.Steps - from),
            "--initial_step", "0",
            "--seed", Text(train.Seed),
            "--mixed_precision", "bf16",
            "--cache_latents",
            // A caption that changes from step to step cannot be encoded beforehand.
            .. train.Batches.ShuffleTags ? [] : new[] { "--cache_text_encoder_outputs" },
            .. plan.Memory?.GradientCheckpointing == false ? [] : new[] { "--gradient_checkpointing" },
            .. plan.Memory?.BlocksToSwap is > 0 and var blocks ? ["--blocks_to_swap", Text(blocks)] : Array.Empty<string>(),
            "--max_data_loader_n_workers", "0",
            "--save_every_n_steps", Text(train.SaveEvery),
            "--save_state",
            "--save_last_n_steps_state", Text(train.SaveEvery),
            "--logging_dir", folder.LogsOf(from),
            "--log_with", "tensorboard",
            .. train.Lora.StartFrom is { } lora && state is null ? ["--network_weights", Path.Combine(plan.Dataset.Folder, lora)] : Array.Empty<string>(),
            .. state is null ? Array.Empty<string>() : ["--resume", state.Folder],
            .. plan.Sample?.Every is { } every ? ["--sample_prompts", folder.Prompts, "--sample_every_n_steps", Text(every)] : Array.Empty<string>(),
        ];
    }

    /// <summary>The one file of a model, where it lies in a folder; the folder, where it has several or is a whole Hugging Face folder.</summary>
    internal static string OnlyFile(string path) => Directory.Exists(path) && !File.Exists(Path.Combine(path, "config.json")) && SafetensorsSet.FilesOf(path) is [var only] ? only : path;

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
