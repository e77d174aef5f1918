using EmoVoid.Contracts.Models;
using EmoVoid.Core.States;
using EmoVoid.Safetensors;
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
    private readonly List<string> there = [];
    private readonly List<string> wrong = [];
    private readonly List<WantedFile> missing = [];

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
        var finder = new ModelFinder(name, files, state.Root);
        finder.Find();
        var places = new DownloadPlaces(files, state.Root, name, state.Models);
        foreach (var part in all.GroupBy(file => file.Part))
            Sort(part, finder, places);
        return new DownloadPlan(name, files, isConfigured, there, wrong, missing, LicensesOf(sources), [.. missing.Where(file => file.Source.Licenses is not { Count: > 0 }).Select(file => file.Source.Name)]);
    }

    private void Sort(IGrouping<string, SourceFile> part, ModelFinder finder, DownloadPlaces places)
    {
        var found = finder.Found.GetValueOrDefault(part.Key);
        if (finder.Ambiguous.Contains(part.Key))
            return;
        if (found is not null && Path.Exists(found))
        {
            // A network of another size has passed the look at its header: it is another edition, and as good.
            var mine = part.Where(file => places.TargetOf(file) is var target && File.Exists(target)
                && (target == found ? new FileInfo(target).Length == file.Bytes : Path.GetDirectoryName(target) == found));
            var problem = ProblemOfPart(part.Key, found) ?? mine.Select(file => ProblemOfFile(file, places.TargetOf(file))).OfType<string>().FirstOrDefault();
            (problem is null ? there : wrong).Add(problem ?? found);
            return;
        }

        foreach (var file in part)
            Sort(file, places.TargetOf(file));
    }

    private void Sort(SourceFile file, string target)
    {
        if (!Path.Exists(target))
            missing.Add(new WantedFile(file, target));
        else if (ProblemOfFile(file, target) is { } problem)
            wrong.Add(problem);
        else
            there.Add(target);
    }

    private List<(ModelLicense, IReadOnlyList<string>)> LicensesOf(ModelSources sources) =>
        [.. from file in missing
            from license in file.Source.Licenses ?? []
            group file.Source.Name by license into same
            select (sources.Licenses[same.Key], (IReadOnlyList<string>)[.. same])];

    /// <summary>Tokenizers have no header to look at.</summary>
    private static string? ProblemOfPart(string key, string path)
    {
        var part = new[] { ModelPart.Dit, ModelPart.TextEncoder, ModelPart.Vae }.FirstOrDefault(part => part.Key == key);
        try
        {
            part?.Check(path, SafetensorsSet.ReadHeaders(path).ToDictionary(tensor => tensor.Name, tensor => new FoundTensor(tensor.Shape, tensor.Type.FileName())));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static string? ProblemOfFile(SourceFile file, string path)
    {
        if (!File.Exists(path))
            return $"{path} is a folder, where a file belongs.";
        if (file.Bytes is { } bytes && new FileInfo(path).Length is var length && length != bytes)
            return FormattableString.Invariant($"{path} has {length} bytes; the one to fetch has {bytes}.");
        return file.Sha256 is { } expected && FileHash.Of(path) is var hash && !hash.Equals(expected, StringComparison.OrdinalIgnoreCase)
            ? $"{path} has the SHA-256 {hash}; the one to fetch has {expected}."
            : null;
    }
}
