using System.Text.Json;
using System.Text.RegularExpressions;

namespace EmoVoid.Safetensors;

/// <summary>The tensors of one model, whether they lie in one file or in several (the shards of a Hugging Face folder).</summary>
public sealed partial class SafetensorsSet : IDisposable
{
    private const string IndexEnding = ".safetensors.index.json";

    private readonly List<SafetensorsFile> files = [];
    private readonly Dictionary<string, SafetensorsFile> owners = new(StringComparer.Ordinal);

    private SafetensorsSet(string path) => Path = path;

    /// <summary>The file or folder as it was asked for.</summary>
    public string Path { get; }

    public IEnumerable<TensorInfo> Tensors => files.SelectMany(file => file.Tensors.Values);

    /// <inheritdoc cref="FilesOf"/>
    public static SafetensorsSet Open(string path)
    {
        var set = new SafetensorsSet(path);
        try
        {
            foreach (var file in FilesOf(path))
                set.Add(SafetensorsFile.Open(file));
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>The file that holds a tensor.</summary>
    /// <exception cref="SafetensorsException">None of them does.</exception>
    public SafetensorsFile FileOf(string tensor) =>
        owners.TryGetValue(tensor, out var file) ? file : throw new SafetensorsException(Path, $"it has no tensor '{tensor}'");

    /// <summary>Every tensor, from the headers alone.</summary>
    /// <inheritdoc cref="FilesOf"/>
    public static IReadOnlyList<TensorInfo> ReadHeaders(string path)
    {
        var tensors = FilesOf(path).SelectMany(file => SafetensorsHeader.Read(file).Tensors.Values).ToList();
        return tensors.GroupBy(tensor => tensor.Name).FirstOrDefault(group => group.Count() > 1) is { } twice ? throw Twice(path, twice.Key) : tensors;
    }

    /// <summary>The files of a model.</summary>
    /// <param name="path">
    /// A file; an index (<c>….safetensors.index.json</c>); or a folder with an index, with shards (<c>…-00001-of-00002.safetensors</c>), or with one file.
    /// </param>
    /// <exception cref="SafetensorsException">Nothing is there, shards are missing, or a folder holds several files and does not say which.</exception>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (path.EndsWith(IndexEnding, StringComparison.Ordinal) && File.Exists(path))
            return Indexed(path);
        if (!Directory.Exists(path))
            return File.Exists(path) ? [path] : throw new SafetensorsException(path, "it is not there");
        return Directory.GetFiles(path, "*" + IndexEnding) is [var index] ? Indexed(index) : InFolder(path);
    }

    public void Dispose()
    {
        foreach (var file in files)
            file.Dispose();
    }

    private void Add(SafetensorsFile file)
    {
        files.Add(file);
        foreach (var name in file.Tensors.Keys)
            if (!owners.TryAdd(name, file))
                throw Twice(Path, name);
    }

    private static SafetensorsException Twice(string path, string tensor) => new(path, $"tensor '{tensor}' is in two of its files");

    private static List<string> InFolder(string folder)
    {
        var files = Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal).ToList();
        return files switch
        {
            [] => throw new SafetensorsException(folder, "no *.safetensors file is in this folder"),
            _ when files.All(file => Shard().IsMatch(file)) => Shards(folder, files),
            [var only] => [only],
            _ => throw new SafetensorsException(folder, $"this folder holds several files ({Names(files)}): name the one that is meant"),
        };
    }

    private static List<string> Shards(string folder, List<string> files)
    {
        var last = Shard().Match(files[^1]);
        var (stem, of) = (last.Groups["stem"].Value, last.Groups["of"].Value);
        var whole = Enumerable.Range(1, int.Parse(of, System.Globalization.CultureInfo.InvariantCulture))
            .Select(number => stem + "-" + number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(of.Length, '0') + "-of-" + of + ".safetensors")
            .ToList();
        if (files.Except(whole).Any())
            throw new SafetensorsException(folder, $"this folder holds several sharded models ({Names(files)}): give each a folder of its own");
        return Whole(folder, whole);
    }

    /// <summary>The shards that an index names, which lie beside it.</summary>
    private static List<string> Indexed(string index)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            var names = document.RootElement.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString() ?? "").Distinct().Order(StringComparer.Ordinal).ToList();
            if (names.Count == 0 || names.Any(name => name.Length == 0 || System.IO.Path.GetFileName(name) != name))
                throw new SafetensorsException(index, "its weight_map names no files of its own folder");
            return Whole(index, [.. names.Select(name => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(index)!, name))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SafetensorsException(index, $"it is not an index of shards ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static List<string> Whole(string source, List<string> shards)
    {
        var missing = shards.Where(shard => !File.Exists(shard)).ToList();
        return missing.Count == 0 ? shards : throw new SafetensorsException(source, $"{missing.Count} of its {shards.Count} files are not there: {Names(missing)}");
    }

    private static string Names(IEnumerable<string> files) => string.Join(", ", files.Select(System.IO.Path.GetFileName));

    [GeneratedRegex(@"^(?<stem>.*)-(?<number>\d{1,6})-of-(?<of>\d{1,6})\.safetensors$")]
    private static partial Regex Shard();
}
