using System.Globalization;
using System.Text.Json;
using EmoVoid.Core.Checkpoints.Logs;
using EmoVoid.Daemon.Features;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine;

/// <summary><c>emovoidd advise LOG</c>: which checkpoint to take of a training with kohya's scripts.</summary>
internal static class Advise
{
    private static readonly JsonSerializerOptions Indented = new(Api.Json) { WriteIndented = true };

    /// <param name="path">The log, or a folder with it and the checkpoints.</param>
    /// <param name="checkpoints">The folder of the checkpoints; null: those that the log tells of, or those beside it when <paramref name="path"/> is a folder.</param>
    /// <param name="stopLoss">Null: the light as it was reported.</param>
    public static async Task<int> Run(string path, string? checkpoints, double? stopLoss, bool json, CancellationToken cancel)
    {
        if (!Path.Exists(path))
            throw new CannotStartException($"there is no log {path}", exitCode: 1);
        try
        {
            var folder = checkpoints is not null ? CheckpointFolder.Read(checkpoints) : Directory.Exists(path) ? CheckpointFolder.ReadIfAny(path) : null;
            var (name, log) = await LogFile.ReadAsync(path, cancel);
            var advice = LogAdvisor.Advise(log, folder, stopLoss);
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(advice, Indented));
            else
                Print(name, advice);
            return 0;
        }
        catch (Exception e) when (e is LogException or IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException(e is LogException ? $"{path}: {e.Message}" : e.Message, exitCode: 1);
        }
    }

    private static void Print(string name, LogAdvice advice)
    {
        Console.WriteLine($"{name}: {advice.LastStep}{(advice.StepsAskedFor is { } asked ? $" of {asked}" : "")} steps, {(advice.Replayed ? "would be lit" : "lit")} at {advice.Lit.Count}"
            + (advice.StopLoss is { } stopLoss ? FormattableString.Invariant($", stop loss {stopLoss}") : ""));
        foreach (var cluster in advice.Clusters.OrderByDescending(cluster => cluster.Lit).Take(MostClusters).OrderBy(cluster => cluster.First))
            Console.WriteLine($"  lit {cluster.First}-{cluster.Last}: {cluster.Lit} of {(long)cluster.Last - cluster.First + 1} steps");
        if (advice.Clusters.Count > MostClusters)
            Console.WriteLine($"  and {advice.Clusters.Count - MostClusters} smaller clusters");
        Console.WriteLine(advice.Why);
        foreach (var candidate in advice.Candidates)
            Console.WriteLine(Row(candidate));
        foreach (var note in advice.Notes)
            Console.WriteLine("note: " + note);
    }

    private const int MostClusters = 10;

    private static string Row(LogCandidate candidate)
    {
        var light = candidate.ClosestLit is { } closest ? $"closest light {closest}, {candidate.LitNearby} nearby" : "no light";
        var loss = candidate.StableLoss is { } stable ? stable.ToString("'stable loss '0.0000", CultureInfo.InvariantCulture) : "";
        return string.Create(CultureInfo.InvariantCulture, $"  step {candidate.Step,6}  score {candidate.Score,8:0.000}  {light,-32} {loss,-20} {candidate.File}");
    }
}
