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
    /// <summary>The diffusion transformer (safetensors).</summary>
    public string? Dit { get; set; }

    /// <summary>Qwen3 (safetensors).</summary>
    public string? TextEncoder { get; set; }

    /// <summary>The Qwen-Image VAE (safetensors).</summary>
    public string? Vae { get; set; }

    /// <summary>A folder with <c>qwen3/</c> (vocab.json, merges.txt) and <c>t5/</c> (spiece.model).</summary>
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
            [("Dit", files.Dit), ("TextEncoder", files.TextEncoder), ("Vae", files.Vae), ("Tokenizers", files.Tokenizers)];
        foreach (var (key, value) in paths)
            if (string.IsNullOrWhiteSpace(value))
                yield return $"{section}:{key} is missing; set it to a path.";
        if (SidecarSchema.Resolution.Accept((long)files.Resolution) is null)
            yield return $"{section}:Resolution must be {SidecarSchema.Resolution.Expected}, but is {files.Resolution}.";
    }
}
