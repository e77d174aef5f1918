using System.Globalization;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;

namespace EmoVoid.Training.Data.Caching;

/// <summary>SHA-256 of model files, gigabytes each, remembered so that a later start need not read them again.</summary>
/// <remarks>
/// What is remembered counts only while path, size and time of the last change are the same: the rule that make, rsync and git go by.
/// Who replaces a file by another of equal size and sets its time back must delete the cache folder.
/// The remembered hashes lie in the cache, since the models' own folder may not be writable.
/// </remarks>
/// <param name="folder">Made when it is not there.</param>
public sealed class ModelFileHashes(string folder)
{
    /// <summary>In its place below the cache folder of a plan.</summary>
    public static ModelFileHashes In(string cacheFolder) => new(Path.Combine(cacheFolder, "model-hashes"));

    /// <summary>Of everything that a base model is read from, wherever it lies.</summary>
    /// <exception cref="IOException">A file is not there or cannot be read.</exception>
    public string OfAll(ModelPlan model) => ContentHash.Of(OfText(model), OfModel(model.Vae));

    /// <summary>Of everything that makes a context of a caption: text encoder, adapter (with the DiT), tokenizers.</summary>
    /// <exception cref="IOException">A file is not there or cannot be read.</exception>
    public string OfText(ModelPlan model)
    {
        var tokenizers = new[] { TokenizerFiles.Qwen3(model.PathOfQwen3Tokenizer), TokenizerFiles.T5(model.PathOfT5Tokenizer) };
        return ContentHash.Of([OfModel(model.TextEncoder), OfModel(model.Dit), .. tokenizers.SelectMany(files => files ?? []).Select(Of)]);
    }

    /// <summary>Of a model: the hash of its one file, or of the hashes of its shards.</summary>
    /// <param name="path">A file, or a folder of shards.</param>
    /// <exception cref="IOException">A file is not there or cannot be read.</exception>
    public string OfModel(string path)
    {
        var files = SafetensorsSet.FilesOf(path);
        return files.Count == 1 ? Of(files[0]) : ContentHash.Of([.. files.Select(Of)]);
    }

    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public string Of(string path)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        if (!file.Exists)
            throw new FileNotFoundException($"there is no file {file.FullName}", file.FullName);
        var known = string.Create(CultureInfo.InvariantCulture, $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}");
        var note = Path.Combine(folder, ContentHash.Of(file.FullName) + ".txt");
        if (Remembered(note, known) is { } hash)
            return hash;

        hash = ContentHash.OfFile(file.FullName);
        Directory.CreateDirectory(folder);
        AtomicFile.WriteAllText(note, $"{hash}\n{known}");
        return hash;
    }

    private static string? Remembered(string note, string known)
    {
        if (!File.Exists(note))
            return null;
        var (hash, rest) = File.ReadAllText(note).Split('\n', 2) is [var first, var second] ? (first, second) : ("", "");
        return hash.Length == 64 && rest == known ? hash : null;
    }
}
