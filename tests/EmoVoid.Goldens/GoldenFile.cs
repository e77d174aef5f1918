using System.Text;
using System.Text.Json;
using EmoVoid.Safetensors;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Goldens;

/// <summary>One file of golden vectors: a safetensors file that describes itself in its metadata, or a JSON file known by its name.</summary>
public sealed class GoldenFile : IDisposable
{
    private readonly Lazy<SafetensorsFile> tensors;

    public GoldenFile(string path)
    {
        FilePath = path;
        tensors = new Lazy<SafetensorsFile>(() => SafetensorsFile.Open(path));
    }

    public string FilePath { get; }

    public string Name => Path.GetFileName(FilePath);

    public bool IsJson => FilePath.EndsWith(".json", StringComparison.Ordinal);

    /// <summary>Which check it is for; null when the file does not say.</summary>
    public string? Kind => IsJson ? Path.GetFileNameWithoutExtension(FilePath) : Tensors.Metadata.GetValueOrDefault("golden");

    /// <summary>The vectors themselves (safetensors only).</summary>
    public SafetensorsFile Tensors => tensors.Value;

    /// <summary>Sizes and settings.</summary>
    public JsonElement Config => Metadata("config");

    /// <exception cref="SafetensorsException">The file allows no error of that name.</exception>
    public double Tolerance(string name) => Number(Metadata("tolerance"), name);

    public double Number(string name) => Number(Config, name);

    /// <summary>A tensor of the file, owned by the caller's dispose scope.</summary>
    public Tensor Load(string name, ScalarType? type = null) => Tensors.Load(name, type);

    /// <summary>The path of another golden of the same folder, by its name without the extension.</summary>
    public string Sibling(string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(FilePath))!, name + ".safetensors");

    /// <summary>The file that holds the weights: the one named by the config's <paramref name="key"/>, or this one.</summary>
    public string WeightsFile(string key) => Config.TryGetProperty(key, out var name) ? Sibling(name.GetString()!) : FilePath;

    /// <summary>The whole text of a JSON golden.</summary>
    public JsonElement ReadJson() => Parse(File.ReadAllBytes(FilePath));

    public void Dispose()
    {
        if (tensors.IsValueCreated)
            tensors.Value.Dispose();
    }

    private JsonElement Metadata(string key) =>
        Tensors.Metadata.TryGetValue(key, out var json)
            ? Parse(Encoding.UTF8.GetBytes(json))
            : throw new SafetensorsException(FilePath, $"its metadata has no '{key}'");

    private double Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var number) ? number.GetDouble() : throw new SafetensorsException(FilePath, $"its metadata has no number '{name}'");

    private static JsonElement Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
