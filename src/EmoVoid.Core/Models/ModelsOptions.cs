using EmoVoid.Contracts.Models;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Configuration;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Models;

/// <summary>Settings <c>EmoVoid:DefaultModel</c> and <c>EmoVoid:Models:NAME:*</c>.</summary>
public sealed class ModelsOptions
{
    [Setting("The model of a folder that names none.")]
    public string DefaultModel { get; set; } = ModelCatalog.BuiltIn;

    [Setting("Models by name; a path that is not absolute counts from the state folder.")]
    public Dictionary<string, ModelFiles> Models { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>The files of one model; a path that is not absolute counts from the state folder.</summary>
public sealed class ModelFiles
{
    [Setting("ComfyUI's folder of models: what is not named by a key of its own is looked for there.", Default = "none: the three networks are named")]
    public string? ComfyUI { get; set; }

    [Setting("The diffusion transformer: a safetensors file, or a folder with one or with shards.", Default = "looked for in ComfyUI")]
    public string? Dit { get; set; }

    [Setting("Qwen3-0.6B: a safetensors file, or a folder with one or with shards.", Default = "looked for in ComfyUI")]
    public string? TextEncoder { get; set; }

    [Setting("The Qwen-Image VAE: a safetensors file, or a folder with one or with shards.", Default = "looked for in ComfyUI")]
    public string? Vae { get; set; }

    [Setting("A folder with both tokenizers, qwen3/ and t5/.", Default = "looked for beside the text encoder and in ComfyUI's tree")]
    public string? Tokenizers { get; set; }

    [Setting("The resolution of a folder that asks for none.", Min = SidecarSchema.LeastResolution, Max = SidecarSchema.MostResolution, Unit = "pixels", Form = "a multiple of 16")]
    public int Resolution { get; set; } = 512;
}

/// <summary>Finds the mistakes in the configuration of the models that are no matter of a range.</summary>
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
        if (SidecarSchema.Resolution.Accept((long)files.Resolution) is not null && PatchGrid.Round(files.Resolution) != files.Resolution)
            yield return $"{section}:Resolution must be a multiple of {PatchGrid.Pixels}, but is {files.Resolution}.";
    }
}
