namespace EmoVoid.Core.Models.Downloads;

/// <summary>Where a fetched file goes, so that the catalog finds it: the place that the configuration names for it, else its place in ComfyUI's tree.</summary>
/// <param name="root">What relative paths of the configuration count from.</param>
/// <param name="modelsFolder">Where models go that have no tree.</param>
internal sealed class DownloadPlaces(ModelFiles files, string root, string name, string modelsFolder)
{
    private const string Weights = ".safetensors";

    private readonly string tree = files.ComfyUI is { Length: > 0 } comfy ? ModelFinder.ModelsFolder(Path.GetFullPath(comfy, root)) : Path.Combine(modelsFolder, name);

    public string TargetOf(SourceFile file) => file.Part switch
    {
        nameof(ModelFiles.Dit) => Named(files.Dit) ?? InTree(file),
        nameof(ModelFiles.TextEncoder) => Named(files.TextEncoder) ?? InTree(file),
        nameof(ModelFiles.Vae) => Named(files.Vae) ?? InTree(file),
        _ => Tokenizers() is { } folder ? Path.Combine(folder, Path.GetFileName(Path.GetDirectoryName(file.Path))!, file.Name) : InTree(file),
    };

    private string InTree(SourceFile file) => Path.Combine(tree, file.Path);

    /// <summary>A folder of shards is not ours to fill.</summary>
    private string? Named(string? configured) =>
        configured is { Length: > 0 } && configured.EndsWith(Weights, StringComparison.Ordinal) ? Path.GetFullPath(configured, root) : null;

    private string? Tokenizers()
    {
        if (files.Tokenizers is { Length: > 0 } configured)
            return Path.GetFullPath(configured, root);
        return files.TextEncoder is { Length: > 0 } && Named(files.TextEncoder) is { } weights ? Path.Combine(Path.GetDirectoryName(weights)!, "tokenizers") : null;
    }
}
