using System.Text.Json;
using EmoVoid.Core.Configuration;
using EmoVoid.Core.States;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Models.Downloads;

/// <summary>Settings <c>EmoVoid:ModelSources:*</c>: other places than the publishers' for <c>emovoidd models get</c>.</summary>
public sealed class ModelSourcesOptions
{
    [Setting("A JSON file in the place of the list of sources that ships; a path that is not absolute counts from the state folder.", Default = "the list that ships")]
    public string? File { get; set; }

    [Setting("A mirror: takes the place of https://huggingface.co/ in every address.", Default = "no mirror", Form = "an address, as https://host/ or http://host/path/")]
    public string? Base { get; set; }
}

/// <summary>The list that the configuration asks for.</summary>
public sealed class ConfiguredModelSources(IOptions<ModelSourcesOptions> options, StateFolder state)
{
    /// <summary>The part of the addresses that a mirror replaces.</summary>
    internal const string Publisher = "https://huggingface.co/";

    public ModelSources Load()
    {
        var sources = options.Value.File is { Length: > 0 } file ? ModelSources.Read(Path.GetFullPath(file, state.Root)) : ModelSources.Embedded();
        return options.Value.Base is { Length: > 0 } mirror ? sources with { Models = sources.Models.ToDictionary(model => model.Key, model => At(mirror, model.Value)) } : sources;
    }

    private static IReadOnlyList<SourceFile> At(string mirror, IReadOnlyList<SourceFile> files) =>
        [.. files.Select(file => file with { Address = file.Address.Replace(Publisher, mirror.TrimEnd('/') + "/", StringComparison.Ordinal) })];
}

/// <summary>Finds every mistake in the configured sources at once.</summary>
internal sealed class ModelSourcesOptionsValidator(StateFolder state) : IValidateOptions<ModelSourcesOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelSourcesOptions options)
    {
        var mistakes = MistakesOfBase(options.Base).Concat(options.File is { Length: > 0 } file ? MistakesOfFile(Path.GetFullPath(file, state.Root)) : []).ToList();
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> MistakesOfBase(string? mirror) =>
        mirror is { Length: > 0 } && !ModelSourcesCheck.IsAddress(mirror) ? [$"EmoVoid:ModelSources:Base is '{mirror}'; write it as https://host/ or http://host/path/."] : [];

    private static IEnumerable<string> MistakesOfFile(string path)
    {
        try
        {
            return ModelSourcesCheck.Mistakes(ModelSources.Read(path)).Select(mistake => $"EmoVoid:ModelSources:File {path}: {mistake}");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return [$"EmoVoid:ModelSources:File {path} cannot be read: {e.Message}"];
        }
    }
}
