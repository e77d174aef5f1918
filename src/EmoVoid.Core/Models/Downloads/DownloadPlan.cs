using EmoVoid.Core.States;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Models.Downloads;

/// <param name="Target">Its absolute path once it is whole.</param>
public sealed record WantedFile(SourceFile Source, string Target);

/// <summary>What there is of a model, and what is to be fetched.</summary>
/// <param name="Files">Where the model's files are looked for.</param>
/// <param name="IsConfigured">Whether the configuration already says so.</param>
/// <param name="There">Files and folders that are there and right.</param>
/// <param name="Wrong">What is there and cannot be used, a sentence each; nobody overwrites it.</param>
/// <param name="Licenses">Of the missing files, each once, with the names of its files.</param>
/// <param name="Unlicensed">Missing files whose licence is not known.</param>
public sealed record DownloadPlan(
    string Name, ModelFiles Files, bool IsConfigured, IReadOnlyList<string> There, IReadOnlyList<string> Wrong, IReadOnlyList<WantedFile> Missing,
    IReadOnlyList<(ModelLicense License, IReadOnlyList<string> Files)> Licenses, IReadOnlyList<string> Unlicensed)
{
    /// <summary>Whether something is to be fetched that may not be used for business.</summary>
    public bool NeedsAgreement => Licenses.Any(item => item.License.NonCommercial == true);
}

/// <summary>Compares the sources of a model with what is on the disk.</summary>
public sealed class DownloadPlanner(IOptions<ModelsOptions> models, ConfiguredModelSources configured, StateFolder state)
{
    /// <summary>Looks at what is there; where the sources state a SHA-256, files in their places are read whole.</summary>
    /// <param name="to">A folder in ComfyUI's layout. Null: where the configuration has the model, else <c>models/NAME</c> of the state folder.</param>
    /// <exception cref="DownloadException">Nobody knows where that model can be fetched.</exception>
    public DownloadPlan Plan(string name, string? to)
    {
        var sources = configured.Load();
        if (!sources.Models.TryGetValue(name, out var all))
            throw new DownloadException($"No source is known for a model '{name}'; there are sources for {string.Join(", ", sources.Models.Keys.Order(StringComparer.Ordinal))}. EmoVoid:ModelSources:File may name others.");
        var isConfigured = models.Value.Models.TryGetValue(name, out var files) && to is null;
        files = isConfigured ? files! : new ModelFiles { ComfyUI = Path.GetFullPath(to ?? Path.Combine(state.Models, name)) };
        var survey = new DownloadSurvey(new DownloadPlaces(files, state.Root, name, state.Models));
        survey.Look(all, new ModelFinder(name, files, state.Root));
        return new DownloadPlan(
            name, files, isConfigured, survey.There, survey.Wrong, survey.Missing, Licenses(survey.Missing, sources),
            [.. survey.Missing.Where(file => file.Source.Licenses is not { Count: > 0 }).Select(file => file.Source.Name)]);
    }

    private static List<(ModelLicense, IReadOnlyList<string>)> Licenses(IReadOnlyList<WantedFile> missing, ModelSources sources) =>
        [.. from file in missing
            from license in file.Source.Licenses ?? []
            group file.Source.Name by license into same
            select (sources.Licenses[same.Key], (IReadOnlyList<string>)[.. same])];
}
