using EmoVoid.Contracts.Plans;
using EmoVoid.Core.States;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Models;

/// <summary>A base model that folders may ask for.</summary>
/// <param name="Resolution">In pixels, where a folder asks for none.</param>
public sealed record BaseModel(ModelPlan Files, int Resolution)
{
    /// <summary>Files that are not there. The trainer makes those of the built-in model, so none is ever missing.</summary>
    public IEnumerable<string> Missing() => Files.BuiltIn ? [] : new[]
    {
        Files.Dit, Files.TextEncoder, Files.Vae,
        Path.Combine(Files.Tokenizers, "qwen3", "vocab.json"),
        Path.Combine(Files.Tokenizers, "qwen3", "merges.txt"),
        Path.Combine(Files.Tokenizers, "t5", "spiece.model"),
    }.Where(file => !File.Exists(file));
}

/// <summary>The base models by name: those of the configuration, and the built-in one.</summary>
public sealed class ModelCatalog(IOptions<ModelsOptions> options, StateFolder state)
{
    /// <summary>A random model of a few million parameters, made from a fixed seed at its first use.</summary>
    public const string BuiltIn = "anima-nano";

    /// <summary>Small like the model: at 512 pixels two cores would need minutes for what here takes seconds.</summary>
    private const int BuiltInResolution = 128;

    public string DefaultName => options.Value.DefaultModel;

    public IEnumerable<string> Names => options.Value.Models.Keys.Order(StringComparer.Ordinal).Prepend(BuiltIn);

    /// <summary>The model of that name; null when it is not configured.</summary>
    public BaseModel? Find(string name)
    {
        if (name == BuiltIn)
            return Nano();
        return options.Value.Models.TryGetValue(name, out var files)
            ? new BaseModel(new ModelPlan(name, Full(files.Dit!), Full(files.TextEncoder!), Full(files.Vae!), Full(files.Tokenizers!)), files.Resolution)
            : null;
    }

    // ComfyUI's layout, so that the files can be tried there.
    private BaseModel Nano()
    {
        var folder = Path.Combine(state.Models, BuiltIn);
        return new BaseModel(
            new ModelPlan(
                BuiltIn,
                Path.Combine(folder, "diffusion_models", $"{BuiltIn}.safetensors"),
                Path.Combine(folder, "text_encoders", $"{BuiltIn}-qwen3.safetensors"),
                Path.Combine(folder, "vae", $"{BuiltIn}-vae.safetensors"),
                Path.Combine(folder, "tokenizers"),
                BuiltIn: true),
            BuiltInResolution);
    }

    private string Full(string path) => Path.GetFullPath(path, state.Root);
}
