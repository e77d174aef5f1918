using EmoVoid.Core.Models;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Models;

/// <summary>What can be trained on.</summary>
internal sealed class ListModels(ModelCatalog catalog) : EndpointWithoutRequest<ModelsView>
{
    public override void Configure()
    {
        Get("/models");
        this.Describe("models", "Base models", "The models of the configuration and the built-in one, whether they are ready, and what is missing or wrong.");
    }

    public override Task<ModelsView> ExecuteAsync(CancellationToken ct) =>
        Task.FromResult(new ModelsView(catalog.DefaultName, [.. catalog.Names.Select(name => View(catalog.Find(name)!))]));

    private static ModelView View(BaseModel model)
    {
        var verdict = ModelCheck.Check(model);
        return new ModelView
        {
            Name = model.Name,
            BuiltIn = model.Name == ModelCatalog.BuiltIn,
            Ready = verdict.IsReady,
            Resolution = model.Resolution,
            Problems = verdict.Problems,
            Files = [.. verdict.Parts.Select(part => new ModelFileView(part.Key, part.Path, part.Problem))],
        };
    }
}

/// <param name="Default">The model of a folder that names none.</param>
/// <param name="Items">As the configuration names them, and the one that ships with the daemon.</param>
internal sealed record ModelsView(string Default, IReadOnlyList<ModelView> Items);

internal sealed record ModelView
{
    /// <summary>As a sidecar names it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it ships with the daemon.</summary>
    public required bool BuiltIn { get; init; }

    /// <summary>Whether it can be trained on.</summary>
    public required bool Ready { get; init; }

    /// <summary>In pixels, where a folder asks for none.</summary>
    public required int Resolution { get; init; }

    /// <summary>Everything that is missing or wrong, a sentence each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Its files and folders; none when they could not be found.</summary>
    public required IReadOnlyList<ModelFileView> Files { get; init; }
}

/// <param name="Part">The member of the configuration that names it.</param>
/// <param name="Path">The file or folder.</param>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
internal sealed record ModelFileView(string Part, string Path, string? Problem);
