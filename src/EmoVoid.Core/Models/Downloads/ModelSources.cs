using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmoVoid.Core.Models.Downloads;

/// <summary>Where the files of base models can be fetched, and under which licences.</summary>
/// <param name="Licenses">By the short names that the files use.</param>
/// <param name="Models">The files of each model.</param>
public sealed record ModelSources(IReadOnlyDictionary<string, ModelLicense> Licenses, IReadOnlyDictionary<string, IReadOnlyList<SourceFile>> Models)
{
    private const string EmbeddedName = "model-sources.json";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Those that ship.</summary>
    public static ModelSources Embedded()
    {
        using var stream = typeof(ModelSources).Assembly.GetManifestResourceStream(EmbeddedName)!;
        return JsonSerializer.Deserialize<ModelSources>(stream, Form)!;
    }

    /// <exception cref="JsonException">The file is no JSON, or has another form.</exception>
    /// <exception cref="IOException">The file is not there.</exception>
    public static ModelSources Read(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<ModelSources>(stream, Form) ?? throw new JsonException("it is null");
    }
}

/// <param name="By">Whose it is.</param>
/// <param name="ReadAt">The address of its text.</param>
/// <param name="NonCommercial">Whether it forbids commercial use; null: unknown.</param>
public sealed record ModelLicense(string Name, string By, string ReadAt, bool? NonCommercial = null);

/// <summary>A file that can be fetched.</summary>
/// <param name="Part">The part of the model that it belongs to: <c>Dit</c>, <c>TextEncoder</c>, <c>Vae</c>, <c>Qwen3Tokenizer</c> or <c>T5Tokenizer</c>.</param>
/// <param name="Path">Where it goes, below ComfyUI's folder of models.</param>
/// <param name="Bytes">Its size; null: unknown.</param>
/// <param name="Sha256">64 hexadecimal digits; null: unknown.</param>
/// <param name="Licenses">Short names; none: unknown.</param>
public sealed record SourceFile(string Part, string Path, string Address, long? Bytes = null, string? Sha256 = null, IReadOnlyList<string>? Licenses = null)
{
    public string Name => System.IO.Path.GetFileName(Path);
}
