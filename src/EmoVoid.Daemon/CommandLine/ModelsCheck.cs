using EmoVoid.Core.Models;
using EmoVoid.Core.Models.Downloads;
using EmoVoid.Daemon.Hosting;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.CommandLine;

/// <summary><c>emovoidd models check</c>: which base models can be trained on.</summary>
internal static class ModelsCheck
{
    /// <param name="deep">Whether every number of the files is read.</param>
    public static int Run(ServeSettings settings, bool deep)
    {
        using var services = VerbServices.Of(settings);
        var catalog = Catalog(services);
        var ready = catalog.Names.ToList().ConvertAll(name => Say(catalog, name, deep));
        foreach (var name in Fetchable(services, catalog))
            Console.WriteLine($"emovoidd models get {name} fetches what is missing of {name}.");
        if (ready.Count == 1)
            Console.WriteLine($"To train the real Anima, fetch it with emovoidd models get anima, or name its files in {settings.StateFile}: see the README.");
        return ready.TrueForAll(isReady => isReady) ? 0 : 1;
    }

    /// <summary>Models of which something was not found, and a source is known.</summary>
    private static IEnumerable<string> Fetchable(ServiceProvider services, ModelCatalog catalog)
    {
        var lost = catalog.Names.Where(name => catalog.Find(name)!.Files is null).ToList();
        return lost.Count > 0 ? lost.Intersect(services.GetRequiredService<ConfiguredModelSources>().Load().Models.Keys) : [];
    }

    private static ModelCatalog Catalog(ServiceProvider services)
    {
        try
        {
            var catalog = services.GetRequiredService<ModelCatalog>();
            _ = catalog.DefaultName;
            _ = services.GetRequiredService<IOptions<ModelSourcesOptions>>().Value;
            return catalog;
        }
        catch (OptionsValidationException e)
        {
            throw new CannotStartException(string.Join(Environment.NewLine, e.Failures));
        }
    }

    /// <returns>Whether the model is ready.</returns>
    private static bool Say(ModelCatalog catalog, string name, bool deep)
    {
        var model = catalog.Find(name)!;
        var verdict = ModelCheck.Check(model);
        var problems = verdict.IsReady && deep && model.Files is { BuiltIn: false } ? [.. ModelCheck.NotFinite(model)] : verdict.Problems;
        Console.WriteLine($"{name}{(name == catalog.DefaultName ? " (default)" : "")}: {(problems.Count > 0 ? "not ready" : model.Files is { BuiltIn: true } ? "ready, built in" : "ready")}");
        foreach (var part in verdict.Parts.Where(_ => model.Files is { BuiltIn: false }))
            Console.WriteLine($"  {part.Key,-15} {(part.Problem is null ? "ok   " : "wrong")}  {part.Path}");
        foreach (var problem in problems)
            Console.WriteLine("- " + problem);
        return problems.Count == 0;
    }
}
