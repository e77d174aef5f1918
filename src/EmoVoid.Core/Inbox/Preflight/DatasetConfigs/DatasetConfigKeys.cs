using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.DatasetConfigs;

/// <summary>The keys of a <c>dataset_config.toml</c>.</summary>
/// <remarks>Source: kohya-ss/sd-scripts 48d368fa, <c>library/config_util.py</c>.</remarks>
internal static class DatasetConfigKeys
{
    public const string ImageDir = "image_dir", Repeats = "num_repeats", ClassTokens = "class_tokens", CaptionExtension = "caption_extension",
        EnableBucket = "enable_bucket", Smallest = "min_bucket_reso", Largest = "max_bucket_reso", Step = "bucket_reso_steps", NoUpscale = "bucket_no_upscale",
        Resolution = "resolution", AlphaMask = "alpha_mask";

    /// <summary>Those that mean the same as a key of the sidecar.</summary>
    public static IReadOnlyDictionary<string, SidecarKey> Shared { get; } = new Dictionary<string, SidecarKey>
    {
        [Resolution] = SidecarSchema.Resolution,
        ["batch_size"] = SidecarSchema.BatchSize,
        ["shuffle_caption"] = SidecarSchema.ShuffleTags,
        ["keep_tokens"] = SidecarSchema.KeepTags,
        ["caption_dropout_rate"] = SidecarSchema.CaptionDropout,
        ["flip_aug"] = SidecarSchema.Flip,
        [AlphaMask] = SidecarSchema.Mask,
    };

    /// <summary>Those with a meaning of their own.</summary>
    public static IReadOnlyList<SidecarKey> Own { get; } =
    [
        new TextKey(ImageDir, 500, "none", "A folder of pictures, from the data set's folder on."),
        new WholeNumberKey(Repeats, 1, 999, "1", "How often each picture comes in an epoch."),
        new TextKey(ClassTokens, 500, "none", "The caption of pictures that have none."),
        new ChoiceKey(CaptionExtension, [".txt"], ".txt", "Only \".txt\".") { Why = "Captions are read from text files of the same name." },
        new SwitchKey(EnableBucket, "true", "Always true."),
        new WholeNumberKey(Smallest, 64, 4096, "256", "The shortest side of a bucket, in pixels."),
        new WholeNumberKey(Largest, 64, 4096, "1024", "The longest side of a bucket, in pixels."),
        new WholeNumberKey(Step, 16, 512, "64", "Sides are multiples of it, in pixels."),
        new SwitchKey(NoUpscale, "false", "Whether small pictures stay small."),
    ];

    /// <summary>Keys of kohya's that nothing here does; off, they may stand there.</summary>
    public static IReadOnlyList<string> NotDone { get; } =
    [
        "color_aug", "face_crop_aug_range", "random_crop", "keep_tokens_separator", "secondary_separator", "caption_separator", "enable_wildcard", "token_warmup_min",
        "token_warmup_step", "caption_prefix", "caption_suffix", "custom_attributes", "resize_interpolation", "caption_dropout_every_n_epochs", "caption_tag_dropout_rate",
        "cache_info", "is_reg", "metadata_file", "conditioning_data_dir", "validation_seed", "validation_split", "network_multiplier", "debug_dataset", "max_token_length",
        "prior_loss_weight",
    ];

    public static IEnumerable<string> All => Shared.Keys.Concat(Own.Select(key => key.Name));
}
