using System.Globalization;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>What is said of a log in words: the reason for its advice, and what makes that less sure.</summary>
internal static class LogWording
{
    /// <summary>One sentence. A light that nobody could have seen is not called dark.</summary>
    public static string Why(TrainingLog log, CheckpointRecommendation best, IReadOnlyCollection<int> lit)
    {
        if (log.IsFromEmoVoid || lit.Count > 0)
            return best.Candidates.Count > 0 ? best.Why : WithoutSaves(lit);
        var never = $"No light was ever reported: this log is not from EmoVoid{(log.Optimizer is { } other ? $" but from {other}" : "")}, so only its losses can speak";
        return best.Candidates is [{ StableLoss: { } stable } first, ..]
            ? string.Create(CultureInfo.InvariantCulture, $"{never}: step {first.Step} has the lowest stable loss of the saves, {stable:G3}.")
            : $"{never}, and {(best.Candidates.Count == 0 ? "no checkpoint is known" : "it has none that could be read")}.";
    }

    private static string WithoutSaves(IEnumerable<int> lit) =>
        "The log tells of no checkpoint, so there is none to choose" + (LightCluster.Of([], lit).MaxBy(cluster => cluster.Lit) is { } brightest
            ? $"; the light was on longest from step {brightest.First} to step {brightest.Last}: a checkpoint from there would be the best."
            : ", and the light was never on.");

    public static IEnumerable<string> Notes(TrainingLog log, KnownLosses losses, bool replayed)
    {
        if (log.Starts > 1)
            yield return $"The training was started {log.Starts} times; a later start overrides the steps that it began again{Overridden(log)}";
        if (log.StepsBefore > 0)
            yield return $"The log begins after step {log.StepsBefore}: what was before is not known";
        if (log.LastStep < log.StepsAskedFor)
            yield return $"The log ends at step {log.LastStep} of {log.StepsAskedFor}: the training was stopped, or the log is not whole";
        if (!replayed && Doubt(log) is { } doubt)
            yield return doubt;
        if (replayed || log.Lit.Count == 0)
            foreach (var note in OfLosses(log, losses, replayed))
                yield return note;
    }

    /// <summary>Checkpoints that the log cannot speak of.</summary>
    public static IEnumerable<string> Beyond(TrainingLog log, LogSaves saves)
    {
        if (saves.ByStep.Keys.Where(step => step > log.LastStep).Order().ToList() is { Count: > 0 } beyond)
            yield return $"The log ends at step {log.LastStep}, before the checkpoints of step {string.Join(", ", beyond)}: it says nothing of the light there";
    }

    private static string? Doubt(TrainingLog log) => log switch
    {
        { MostLightsAtOnce: > 1 } =>
            $"Up to {log.MostLightsAtOnce} reports of the light came at once and count as one step: several GPUs report, or the console's output was kept back, "
            + "and then the steps of the light are too late and too few (PYTHONUNBUFFERED=1 keeps nothing back)",
        { IsFromEmoVoid: true, Lit.Count: 0, LightIsSilenced: true } => "EmoVoid was told not to report its light (notify=False); a stop loss replays it over the losses",
        { IsFromEmoVoid: true, Lit.Count: 0 } => "EmoVoid never reported its light: it was never on, or notify=False kept it quiet",
        _ => null,
    };

    private static IEnumerable<string> OfLosses(TrainingLog log, KnownLosses losses, bool replayed)
    {
        var so = replayed ? "the replay is not exact" : "a stable loss is a rough one";
        if (losses.Kind == LogLosses.Averages)
            yield return $"The losses are the bars' avr_loss, means over up to one epoch in three figures: {so}";
        if (losses.Kind != LogLosses.None && losses.Missing > 0)
            yield return $"{losses.Missing} of {log.LastStep} steps have no loss in the log: {so}";
        if (replayed && losses.AreComplete)
            yield return "The losses are printed with four decimals: where the light begins and ends, a step or two may differ";
    }

    private static string Overridden(TrainingLog log) =>
        log.OverriddenSaves > 0 ? $", and {log.OverriddenSaves} of its checkpoints {(log.OverriddenSaves == 1 ? "is" : "are")} left out" : "";
}
