using EmoVoid.Safetensors;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Data.Caching;

/// <summary>Tensors that are computed once and found again by what they were computed from.</summary>
/// <remarks>
/// One safetensors file each, named by its key and written whole or not at all. It carries the hash of its own data: a file that does not
/// match is computed anew, never believed. Several runs may share the folder; deleting it costs only time.
/// </remarks>
public sealed class TensorCache(string folder)
{
    private const string Name = "tensor";
    private const string KeyEntry = "emovoid.key";
    private const string HashEntry = "emovoid.sha256";

    /// <param name="kind">A folder for people: <c>latents</c>, <c>contexts</c>.</param>
    /// <param name="key">The hash of everything that the tensor depends on.</param>
    /// <param name="compute">Makes the tensor; called only when it is not there.</param>
    /// <returns>A float32 tensor on the CPU, the caller's to dispose.</returns>
    public Tensor GetOrCompute(string kind, string key, Func<Tensor> compute)
    {
        var path = PathOf(kind, key);
        if (Read(path, key) is { } known)
            return known;

        using var computed = compute();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var tensor = computed.detach().to(ScalarType.Float32, CPU, copy: true).contiguous();
        Write(path, key, tensor);
        return tensor;
    }

    /// <summary>Whether a whole, undamaged tensor lies there.</summary>
    public bool Contains(string kind, string key)
    {
        using var tensor = Read(PathOf(kind, key), key);
        return tensor is not null;
    }

    private string PathOf(string kind, string key) => Path.Combine(folder, kind, key[..2], key + ".safetensors");

    private static Tensor? Read(string path, string key)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var file = SafetensorsFile.Open(path);
            var isWhole = file.Metadata.GetValueOrDefault(KeyEntry) == key
                && file.Info(Name).Type == TensorType.F32
                && file.Metadata.GetValueOrDefault(HashEntry) == ContentHash.Of(file.Bytes(Name));
            return isWhole ? file.Load(Name) : null;
        }
        catch (SafetensorsException)
        {
            return null;
        }
    }

    private static void Write(string path, string key, Tensor tensor)
    {
        var metadata = new Dictionary<string, string> { [KeyEntry] = key, [HashEntry] = ContentHash.Of(tensor.bytes) };
        SafetensorsWriter.Write(path, [tensor.ToEntry(Name)], metadata);
    }
}
