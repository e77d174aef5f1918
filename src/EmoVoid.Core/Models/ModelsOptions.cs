using EmoVoid.Contracts.Models;
using EmoVoid.Contracts.Sidecars;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Models;

/// <summary>Settings <c>EmoVoid:DefaultModel</c> and <c>EmoVoid:Models:NAME:*</c>.</summary>
public sealed class ModelsOptions
{
    /// <summary>The model of a folder that names none. Default: the built-in one.</summary>
    public string DefaultModel { get; set; } = ModelCatalog.BuiltIn;

    /// <summary>Models by name.</summary>
    public Dictionary<string, ModelFiles> Models { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>The files of one model; a path that is not absolute counts from the state folder.</summary>
public sealed class ModelFiles
{
    /// <summary>ComfyUI's folder of models: what is not named below is looked for there. Null: all three networks are named below.</summary>
    public string? ComfyUI { get; set; }

    /// <summary>The diffusion transformer: a safetensors file, or a folder with one or with shards.</summary>
    public string? Dit { get; set; }

    /// <summary>Qwen3-0.6B, likewise.</summary>
    public string? TextEncoder { get; set; }

    /// <summary>The Qwen-Image VAE, likewise.</summary>
    public string? Vae { get; set; }

    /// <summary>A folder with both tokenizers. Null: they are looked for beside the text encoder and in ComfyUI's tree.</summary>
    public string? Tokenizers { get; set; }

    /// <summary>The resolution in pixels of a folder that asks for none. Default 512.</summary>
    public int Resolution { get; set; } = 512;
}

/// <summary>Finds every mistake in the configuration of the models at once.</summary>
internal sealed class ModelsOptionsValidator : IValidateOptions<ModelsOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelsOptions options)
    {
        var mistakes = options.Models.SelectMany(model => Mistakes($"EmoVoid:Models:{model.Key}", model.Key, model.Value)).ToList();
        if (options.DefaultModel != ModelCatalog.BuiltIn && !options.Models.ContainsKey(options.DefaultModel))
            mistakes.Add($"EmoVoid:DefaultModel is '{options.DefaultModel}', which is not configured; the models are {string.Join(", ", options.Models.Keys.Prepend(ModelCatalog.BuiltIn))}.");
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Mistakes(string section, string name, ModelFiles files)
    {
        if (name == ModelCatalog.BuiltIn)
            yield return $"{section}: {ModelCatalog.BuiltIn} is the built-in model and cannot be configured; take another name.";
        (string Key, string? Value)[] paths =
            [("Dit", files.Dit), ("TextEncoder", files.TextEncoder), ("Vae", files.Vae)];
        foreach (var (key, value) in paths)
            if (string.IsNullOrWhiteSpace(value) && string.IsNullOrWhiteSpace(files.ComfyUI))
                yield return $"{section}:{key} is missing; set it to a path, or set {section}:ComfyUI to the folder of ComfyUI's models.";
        if (SidecarSchema.Resolution.Accept((long)files.Resolution) is null)
            yield return $"{section}:Resolution must be {SidecarSchema.Resolution.Expected}, but is {files.Resolution}.";
        else if (PatchGrid.Round(files.Resolution) != files.Resolution)
            yield return $"{section}:Resolution must be a multiple of {PatchGrid.Pixels}, but is {files.Resolution}.";
    }
}
