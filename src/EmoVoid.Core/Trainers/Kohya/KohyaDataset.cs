using System.Globalization;
using System.Text;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>
/// The data set of a plan, as kohya's scripts read one: links to the pictures with the plan's captions beside them, a folder for each number
/// of repeats, and a <c>dataset_config.toml</c>. So they train on exactly what was checked, and write nothing into the user's folder.
/// </summary>
internal static class KohyaDataset
{
    /// <summary>The scripts' own defaults, in pixels. They refuse a resolution beyond them.</summary>
    private const int Smallest = 256, Largest = 1024;

    public static void Write(RunPlan plan, KohyaFolder folder)
    {
        if (Directory.Exists(folder.Images))
            Directory.Delete(folder.Images, recursive: true); // links, of an earlier start
        foreach (var (image, i) in plan.Dataset.Images.Select((image, i) => (image, i)))
            Link(plan.Dataset.Folder, image, Path.Combine(FolderOf(folder, image.Repeats), string.Create(CultureInfo.InvariantCulture, $"{i + 1:D6}")));
        File.WriteAllText(folder.DatasetConfig, Config(plan, folder));
    }

    internal static string Config(RunPlan plan, KohyaFolder folder)
    {
        var (train, batches, buckets) = (plan.Train, plan.Train.Batches, plan.Buckets ?? new BucketPlan());
        var text = new StringBuilder()
            .Line($"[general]")
            .Line($"caption_extension = \".txt\"")
            .Line($"shuffle_caption = {Word(batches.ShuffleTags)}")
            .Line($"keep_tokens = {batches.KeepTags}")
            .Line($"caption_dropout_rate = {batches.CaptionDropout:0.0###########}")
            .Line($"flip_aug = {Word(batches.Flip)}")
            .Line($"")
            .Line($"[[datasets]]")
            .Line($"resolution = {train.Resolution}")
            .Line($"batch_size = {train.BatchSize}")
            .Line($"enable_bucket = true")
            .Line($"min_bucket_reso = {buckets.Smallest ?? Math.Min(Smallest, train.Resolution)}")
            .Line($"max_bucket_reso = {buckets.Largest ?? Math.Max(Largest, train.Resolution)}");
        if (buckets.Step is { } step)
            text.Line($"bucket_reso_steps = {step}");
        if (buckets.NoUpscale is { } noUpscale)
            text.Line($"bucket_no_upscale = {Word(noUpscale)}");
        foreach (var repeats in plan.Dataset.Images.Select(image => image.Repeats).Distinct().Order())
        {
            text.Line($"").Line($"[[datasets.subsets]]").Line($"image_dir = \"{Escaped(FolderOf(folder, repeats))}\"").Line($"num_repeats = {repeats}");
            if (batches.AlphaMask)
                text.Line($"alpha_mask = true");
        }

        return text.ToString();
    }

    private static void Link(string dataset, CaptionedImage image, string stem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(stem)!);
        File.CreateSymbolicLink(stem + Path.GetExtension(image.File).ToLowerInvariant(), Path.Combine(dataset, image.File));
        // The scripts read the first line only, and refuse a file without one.
        File.WriteAllText(stem + ".txt", string.Join(' ', image.Caption.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) + "\n");
    }

    private static string FolderOf(KohyaFolder folder, int repeats) => Path.Combine(folder.Images, repeats.ToString(CultureInfo.InvariantCulture));

    private static string Word(bool value) => value ? "true" : "false";

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static StringBuilder Line(this StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
