using static TorchSharp.torch;

namespace EmoVoid.Goldens;

/// <summary>Runs every golden of a folder.</summary>
public static class GoldenRunner
{
    private static readonly Dictionary<string, IGoldenCheck> Checks = typeof(IGoldenCheck).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IGoldenCheck)) && type is { IsInterface: false, IsAbstract: false })
        .Select(type => (IGoldenCheck)Activator.CreateInstance(type)!)
        .ToDictionary(check => check.Kind);

    /// <summary>The files that may be goldens, by name.</summary>
    public static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder)
            .Where(path => Path.GetExtension(path) is ".safetensors" or ".json")
            .Order(StringComparer.Ordinal);

    /// <summary>Prints a line for each measured number, and says how it went.</summary>
    /// <returns>0: everything run is ok. 1: something is not, or there was no check for anything. 2: there is no golden.</returns>
    public static int Run(string folder, TextWriter output, TextWriter errors)
    {
        var files = Directory.Exists(folder) ? FilesIn(folder).ToList() : [];
        if (files.Count == 0)
        {
            errors.WriteLine($"{folder} holds no golden vectors (*.safetensors, *.json).");
            return 2;
        }

        var results = files.SelectMany(path => Report(path, output)).ToList();
        var bad = results.Count(result => !result.Ok);
        output.WriteLine($"{results.Count} measured, {bad} not ok");
        return results.Count == 0 || bad > 0 ? 1 : 0;
    }

    /// <summary>Tries one file; null with a reason when there is no check for it, or it cannot be tried here. A file that cannot be read is a failed check.</summary>
    public static IReadOnlyList<GoldenResult>? Try(string path, out string? skipped)
    {
        skipped = null;
        using var scope = NewDisposeScope();
        using var file = new GoldenFile(path);
        try
        {
            if (file.Kind is { } kind && Checks.TryGetValue(kind, out var check))
                return [.. check.Run(file)];
            skipped = file.Kind is null ? "its metadata names no golden" : $"no check is called '{file.Kind}'";
            return null;
        }
        catch (GoldenSkippedException e)
        {
            skipped = e.Message;
            return null;
        }
#pragma warning disable CA1031 // Whatever goes wrong with one file is that file's result, and the others are still tried.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return [GoldenResult.Broken(e.Message)];
        }
    }

    private static IReadOnlyList<GoldenResult> Report(string path, TextWriter output)
    {
        var results = Try(path, out var skipped);
        var name = Path.GetFileName(path);
        if (results is null)
            output.WriteLine($"{name,-40} skipped: {skipped}");
        foreach (var result in results ?? [])
            output.WriteLine(FormattableString.Invariant(
                $"{name + ": " + result.Name,-70} {result.Error,10:0.00e+00}  tolerance {result.Tolerance,8:0.0e+00}  {(result.Ok ? "ok" : "NOT OK")}{(result.Problem is { } why ? ": " + why : "")}"));
        return results ?? [];
    }
}
