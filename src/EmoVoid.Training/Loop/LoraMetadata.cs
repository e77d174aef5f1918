using System.Globalization;
using System.Text;
using System.Text.Json;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Loop;

/// <summary>What a checkpoint says about itself: <c>ss_*</c> as kohya's scripts write it, and <c>modelspec.*</c>.</summary>
/// <remarks>
/// The same run gives the same file on any day and in any folder, so that its SHA-256 can be compared. Therefore nothing here comes from the
/// clock or from a path: kohya's session id, its start and end times and <c>modelspec.date</c> (which the specification does not demand) are left out.
/// Source: kohya-ss/sd-scripts <c>train_network.py</c>; Stability-AI/ModelSpec 1.0.1.
/// </remarks>
internal sealed class LoraMetadata
{
    private readonly Dictionary<string, string> ofRun;
    private readonly SampleOrder order;

    /// <param name="modelHash">SHA-256 of the DiT's file.</param>
    /// <param name="vaeHash">SHA-256 of the VAE's file.</param>
    /// <param name="attempt">How often the run has gone back: with it the run can be repeated.</param>
    public LoraMetadata(RunPlan plan, IReadOnlyList<Sample> samples, SampleOrder order, string modelHash, string vaeHash, int attempt)
    {
        this.order = order;
        ofRun = [];
        AddTraining(plan);
        AddBatches(plan.Train);
        AddModel(plan.Model, modelHash, vaeHash);
        AddDataset(plan, samples);
        AddModelSpec(plan);
        if (attempt > 0)
            ofRun["emovoid.attempt"] = Text(attempt);
    }

    public IReadOnlyDictionary<string, string> At(int step) => new Dictionary<string, string>(ofRun)
    {
        ["ss_steps"] = Text(step),
        ["ss_epoch"] = Text(order.EpochsAt(step)),
    };

    private void AddTraining(RunPlan plan)
    {
        var train = plan.Train;
        ofRun["ss_output_name"] = plan.Run;
        ofRun["ss_optimizer"] = $"EmoVoid(stopcoef={Text(train.StopLoss)})";
        ofRun["ss_learning_rate"] = "1.0";
        ofRun["ss_lr_scheduler"] = "constant";
        ofRun["ss_max_train_steps"] = Text(train.Steps);
        ofRun["ss_num_batches_per_epoch"] = Text(order.BatchesPerEpoch);
        ofRun["ss_num_epochs"] = Text(order.EpochsAt(train.Steps));
        ofRun["ss_seed"] = Text(train.Seed);
        ofRun["ss_timestep_sampling"] = "sigmoid";
        ofRun["ss_sigmoid_scale"] = "1.0";
        ofRun["ss_cache_latents"] = "True";
    }

    private void AddBatches(TrainPlan train)
    {
        var batches = train.Batches;
        ofRun["ss_batch_size_per_device"] = Text(train.BatchSize);
        ofRun["ss_gradient_accumulation_steps"] = Text(batches.GradientAccumulation);
        ofRun["ss_total_batch_size"] = Text(train.BatchSize * batches.GradientAccumulation);
        ofRun["ss_caption_dropout_rate"] = Text(batches.CaptionDropout);
        ofRun["ss_shuffle_caption"] = Text(batches.ShuffleTags);
        ofRun["ss_keep_tokens"] = Text(batches.KeepTags);
        ofRun["ss_flip_aug"] = Text(batches.Flip);
        ofRun["ss_color_aug"] = ofRun["ss_random_crop"] = Text(false);
    }

    private void AddModel(ModelPlan model, string modelHash, string vaeHash)
    {
        ofRun["ss_base_model_version"] = "anima";
        ofRun["ss_sd_model_name"] = Path.GetFileName(model.Dit);
        ofRun["ss_new_sd_model_hash"] = modelHash;
        ofRun["ss_vae_name"] = Path.GetFileName(model.Vae);
        ofRun["ss_new_vae_hash"] = vaeHash;
    }

    private void AddDataset(RunPlan plan, IReadOnlyList<Sample> samples)
    {
        AddSizes(plan.Train);
        ofRun["ss_resolution"] = $"({plan.Train.Resolution}, {plan.Train.Resolution})";
        ofRun["ss_num_train_images"] = Text(samples.Sum(sample => sample.Repeats));
        ofRun["ss_num_reg_images"] = "0";
        ofRun["emovoid.masked_images"] = Text(samples.Count(sample => sample.Mask is not null));
        ofRun["ss_dataset_dirs"] = Json(json =>
        {
            foreach (var folder in Folders(plan))
            {
                json.WriteStartObject(folder.Key);
                json.WriteNumber("n_repeats", folder.First().Repeats);
                json.WriteNumber("img_count", folder.Count());
                json.WriteEndObject();
            }
        });
        ofRun["ss_bucket_info"] = Json(json =>
        {
            json.WriteStartObject("buckets");
            foreach (var (index, bucket) in samples.GroupBy(sample => sample.Bucket).OrderBy(group => group.Key.Width).ThenBy(group => group.Key.Height).Index())
            {
                json.WriteStartObject(Text(index));
                json.WritePropertyName("resolution");
                json.WriteRawValue($"[{bucket.Key.Width}, {bucket.Key.Height}]");
                json.WriteNumber("count", bucket.Sum(sample => sample.Repeats));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
        ofRun["ss_tag_frequency"] = Json(json =>
        {
            foreach (var folder in Folders(plan))
            {
                json.WriteStartObject(folder.Key);
                foreach (var tag in folder.SelectMany(Tags).GroupBy(tag => tag).OrderBy(group => group.Key, StringComparer.Ordinal))
                    json.WriteNumber(tag.Key, tag.Count());
                json.WriteEndObject();
            }
        });
    }

    /// <summary>Kohya's words know no sizes but buckets: a native size is a bucket of whatever shape its pictures have, from one patch up.</summary>
    private void AddSizes(TrainPlan train)
    {
        var isNative = train.Batches.Fit == PictureFit.Native;
        var buckets = BucketSettings.For(train.Resolution);
        ofRun["emovoid.fit"] = isNative ? "native" : "bucket";
        ofRun["ss_enable_bucket"] = Text(true);
        ofRun["ss_bucket_no_upscale"] = Text(false);
        ofRun["ss_min_bucket_reso"] = Text(isNative ? BucketSettings.PixelsPerPatch : buckets.Smallest);
        ofRun["ss_max_bucket_reso"] = Text(buckets.Largest);
    }

    private void AddModelSpec(RunPlan plan)
    {
        ofRun["modelspec.sai_model_spec"] = "1.0.1";
        ofRun["modelspec.architecture"] = "anima-preview/lora";
        ofRun["modelspec.implementation"] = "https://huggingface.co/circlestone-labs/Anima";
        ofRun["modelspec.title"] = plan.Run;
        ofRun["modelspec.resolution"] = $"{plan.Train.Resolution}x{plan.Train.Resolution}";
    }

    private static IEnumerable<IGrouping<string, CaptionedImage>> Folders(RunPlan plan) =>
        plan.Dataset.Images.GroupBy(image => FolderOf(image, plan.Run)).OrderBy(group => group.Key, StringComparer.Ordinal);

    private static string FolderOf(CaptionedImage image, string run) => Path.GetDirectoryName(image.File) is { Length: > 0 } folder ? folder : run;

    private static IEnumerable<string> Tags(CaptionedImage image) =>
        image.Caption.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(tag => tag.ToLowerInvariant());

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>As Python writes it.</summary>
    private static string Text(bool value) => value ? "True" : "False";

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
