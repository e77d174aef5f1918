using EmoVoid.Contracts.Plans;
using EmoVoid.Core.States;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Models;

/// <summary>A base model that folders may ask for.</summary>
/// <param name="Files">Null when some of them could not be found.</param>
/// <param name="Resolution">In pixels, where a folder asks for none.</param>
/// <param name="Lost">What could not be found and where it was looked for, a sentence each.</param>
public sealed record BaseModel(string Name, ModelPlan? Files, int Resolution, IReadOnlyList<string> Lost);

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
            ? Look(name, files, state)
            : null;
    }

    /// <summary>A model as it would be if the configuration had it.</summary>
    public static BaseModel Look(string name, ModelFiles files, StateFolder state) => new ModelFinder(name, files, state.Root).Find();

    // ComfyUI's layout, so that the files can be tried there.
    private BaseModel Nano()
    {
        var folder = Path.Combine(state.Models, BuiltIn);
        return new BaseModel(
            BuiltIn,
            new ModelPlan(
                BuiltIn,
                Path.Combine(folder, "diffusion_models", $"{BuiltIn}.safetensors"),
                Path.Combine(folder, "text_encoders", $"{BuiltIn}-qwen3.safetensors"),
                Path.Combine(folder, "vae", $"{BuiltIn}-vae.safetensors"),
                Path.Combine(folder, "tokenizers"),
                BuiltIn: true),
            BuiltInResolution,
            []);
    }
}
