using Microsoft.Extensions.Logging;

namespace EmoVoid.Core;

internal static partial class SchedulingLog
{
    [LoggerMessage(3000, LogLevel.Information, "Run {Run}: trainer at work ({Trainer})")]
    internal static partial void TrainerStarted(this ILogger log, string run, string trainer);

    [LoggerMessage(3001, LogLevel.Information, "Run {Run}: training {Parameters} parameters on {Device}, {Steps} steps, going on after step {ResumedAt}")]
    internal static partial void TrainingBegins(this ILogger log, string run, long parameters, string device, int steps, int resumedAt);

    [LoggerMessage(3002, LogLevel.Information, "Run {Run}: checkpoint {File} saved at step {Step} ({Reason})")]
    internal static partial void CheckpointSaved(this ILogger log, string run, string file, int step, string reason);

    [LoggerMessage(3003, LogLevel.Information, "Run {Run}: {Message}")]
    internal static partial void TrainerNoted(this ILogger log, string run, string message);

    [LoggerMessage(3004, LogLevel.Information, "Run {Run}: asking the trainer to save and leave. {Why}")]
    internal static partial void TrainerAskedToLeave(this ILogger log, string run, string why);

    [LoggerMessage(3005, LogLevel.Warning, "Run {Run}: the trainer did not leave within {Patience} and was killed")]
    internal static partial void TrainerKilled(this ILogger log, string run, TimeSpan patience);

    [LoggerMessage(3006, LogLevel.Information, "Run {Run}: completed, recommended {Recommended}")]
    internal static partial void RunCompleted(this ILogger log, string run, string recommended);

    [LoggerMessage(3007, LogLevel.Warning, "Run {Run} failed: {Message}")]
    internal static partial void RunFailed(this ILogger log, string run, string message);

    [LoggerMessage(3008, LogLevel.Information, "Run {Run}: {Message}")]
    internal static partial void RunWaitsAgain(this ILogger log, string run, string message);

    [LoggerMessage(3009, LogLevel.Error, "Run {Run}: the daemon itself could not carry it on; the queue goes on")]
    internal static partial void RunBroke(this ILogger log, Exception exception, string run);

    [LoggerMessage(3010, LogLevel.Information, "Run {Run}: its end was interrupted and is completed now")]
    internal static partial void EndRepaired(this ILogger log, string run);

    [LoggerMessage(3011, LogLevel.Information, "Run {Run}: sample pictures of {Columns} models and {Prompts} prompts")]
    internal static partial void SamplesBegin(this ILogger log, string run, int columns, int prompts);

    [LoggerMessage(3012, LogLevel.Warning, "Run {Run}: no sample pictures: {Problem}")]
    internal static partial void SamplesFailed(this ILogger log, string run, string problem);

    [LoggerMessage(3013, LogLevel.Warning, "Run {Run}: no plot")]
    internal static partial void LossPlotFailed(this ILogger log, Exception exception, string run);

    [LoggerMessage(3014, LogLevel.Warning, "Run {Run}: {Folder} could not be taken away: {Problem} The next start tries again")]
    internal static partial void WorkFolderStays(this ILogger log, string run, string folder, string problem);

    [LoggerMessage(3015, LogLevel.Warning, "Run {Run}: the trainer said nothing for {Silence} and was killed")]
    internal static partial void TrainerHung(this ILogger log, string run, TimeSpan silence);

    [LoggerMessage(3016, LogLevel.Warning, "Run {Run}: {Why} It is tried again")]
    internal static partial void RunTriedAgain(this ILogger log, string run, string why);

    [LoggerMessage(3017, LogLevel.Warning, "Run {Run}: a trainer of an earlier daemon (process {Pid}) is still there; it is asked to leave")]
    internal static partial void TrainerLeftOver(this ILogger log, string run, int pid);

    [LoggerMessage(3018, LogLevel.Warning, "Run {Run}: nothing can be written ({Problem}); it waits for room")]
    internal static partial void RunWithoutRoom(this ILogger log, string run, string problem);

    [LoggerMessage(3019, LogLevel.Warning, "Run {Run}: whether its trainer is still at work cannot be found out: {Problem}")]
    internal static partial void TrainerNotFoundAgain(this ILogger log, string run, string problem);

    [LoggerMessage(3040, LogLevel.Warning, "{Program} does not tell of the GPUs: {Problem}. Runs are started as if nobody else used them")]
    internal static partial void GpusSilent(this ILogger log, string program, string problem);

    [LoggerMessage(3041, LogLevel.Warning, "The power of the GPUs could not be added to a run's energy")]
    internal static partial void EnergyUnread(this ILogger log, Exception exception);
}
