using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>Says which checkpoint to take of a training that only left a log: the same answer as for a run of our own.</summary>
public static class LogAdvisor
{
    /// <param name="folder">Where the checkpoints lie; null: those that the log tells of.</param>
    /// <param name="stopLoss">Null: the light as it was reported. Else: the light as it would have been with this stop loss, replayed over the losses in the log.</param>
    /// <exception cref="LogException">A stop loss is asked for and there are no losses, or it is not clear whose checkpoints the folder has.</exception>
    public static LogAdvice Advise(TrainingLog log, CheckpointFolder? folder = null, double? stopLoss = null)
    {
        var losses = new KnownLosses(log);
        if (stopLoss is not null && losses.Kind == LogLosses.None)
            throw new LogException("the log has no losses (neither EmoVoid's line Loss: … | Pulse: … nor a whole avr_loss in its bars), so the light cannot be replayed with another stop loss");
        var saves = LogSaves.Of(log, folder);
        var lit = stopLoss is { } other ? LightReplay.Of(losses.Steps, new EmoVoidSettings(StopLoss: other)).LitSteps : log.Lit;
        var best = CheckpointAdvisor.Recommend(saves.ByStep.Keys, lit, losses.Steps, stopLoss ?? log.StopLoss);
        return new LogAdvice
        {
            LastStep = log.LastStep,
            StepsAskedFor = log.StepsAskedFor,
            Starts = log.Starts,
            Optimizer = log.Optimizer,
            FromEmovoid = log.IsFromEmoVoid,
            Losses = losses.Kind,
            StopLoss = stopLoss ?? log.StopLoss,
            Replayed = stopLoss is not null,
            ReplayExact = stopLoss is null ? null : losses.AreComplete,
            Lit = lit,
            Clusters = LightCluster.Of(saves.ByStep.Keys, lit),
            Candidates = [.. best.Candidates.Select(candidate => new LogCandidate(
                candidate.Step, candidate.Score, candidate.ClosestLit, candidate.Distance, candidate.LitNearby, candidate.Density, candidate.StableLoss,
                saves.ByStep[candidate.Step]))],
            Confidence = best.Confidence,
            ConfidenceLevel = best.ConfidenceLevel,
            NoClearWinner = best.NoClearWinner,
            StopLossThatLights = log.IsFromEmoVoid ? best.StopLossThatLights : null,
            Why = LogWording.Why(log, best, lit),
            Notes = [.. LogWording.Notes(log, losses, replayed: stopLoss is not null), .. saves.Notes, .. LogWording.Beyond(log, saves)],
        };
    }
}

/// <summary>The losses of a log, the finest there are.</summary>
internal sealed class KnownLosses(TrainingLog log)
{
    public LogLosses Kind { get; } = log.Losses.Count > 0 ? LogLosses.Steps : log.Averages.Count > 0 ? LogLosses.Averages : LogLosses.None;

    public IReadOnlyList<StepLoss> Steps => Kind == LogLosses.Steps ? log.Losses : log.Averages;

    /// <summary>How many steps have none, or one that is no number.</summary>
    public int Missing { get; } = Math.Max(0, log.LastStep - (log.Losses.Count > 0 ? log.Losses : log.Averages).Count(loss => loss.Step <= log.LastStep && double.IsFinite(loss.Loss)));

    public bool AreComplete => Kind == LogLosses.Steps && Missing == 0;
}
