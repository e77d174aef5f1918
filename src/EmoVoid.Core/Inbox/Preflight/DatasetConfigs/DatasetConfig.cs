using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Inbox.Preflight.DatasetConfigs;

/// <summary>What kohya's <c>dataset_config.toml</c> says, where a folder has one: its settings in our words, and which pictures to take how often.</summary>
/// <param name="Settings">As a sidecar would say them.</param>
/// <param name="Subsets">Null when the folder has no such file, and all pictures are taken.</param>
/// <param name="Problems">A sentence each, with the file and the line.</param>
internal sealed record DatasetConfig(
    IReadOnlyDictionary<SidecarKey, object> Settings, BucketPlan? Buckets, IReadOnlyList<DatasetSubset>? Subsets, IReadOnlyList<string> Problems)
{
    public const string FileName = "dataset_config.toml";

    public static DatasetConfig None { get; } = new(new Dictionary<SidecarKey, object>(), null, null, []);

    /// <summary>The folder with the pictures of the subsets alone.</summary>
    public DatasetFolder Choose(DatasetFolder folder) => Subsets is null ? folder : folder with
    {
        Images = [.. folder.Images.Select(image => (image, Subset: SubsetOf(image))).Where(pair => pair.Subset is not null).Select(pair => pair.Subset!.Take(pair.image))],
    };

    /// <summary>Pictures that no subset names.</summary>
    public IReadOnlyList<string> LeftOut(DatasetFolder folder) =>
        Subsets is null ? [] : [.. folder.Images.Where(image => SubsetOf(image) is null).Select(image => image.File)];

    /// <summary>Subsets without a picture.</summary>
    public IEnumerable<string> Empty(DatasetFolder folder) =>
        (Subsets ?? []).Where(subset => !folder.Images.Any(subset.Has)).Select(subset => $"{FileName}: line {subset.Line}: there is no picture in image_dir \"{subset.Written}\". Name a folder of pictures, from this folder on.");

    private DatasetSubset? SubsetOf(DatasetImage image) => Subsets!.FirstOrDefault(subset => subset.Has(image));
}

/// <summary>One <c>[[datasets.subsets]]</c>.</summary>
/// <param name="Folder">Relative to the data set; empty for the data set's folder itself.</param>
/// <param name="Written">The same as it stands in the file.</param>
/// <param name="Caption">Of pictures that have none (<c>class_tokens</c>).</param>
internal sealed record DatasetSubset(string Folder, string Written, int Line, int Repeats, string? Caption)
{
    /// <summary>As kohya's scripts, a subset does not look into folders in its folder.</summary>
    public bool Has(DatasetImage image) => (Path.GetDirectoryName(image.File) ?? "") == Folder;

    public DatasetImage Take(DatasetImage image) => image with { Repeats = Repeats, Caption = image.Caption ?? Caption };
}
