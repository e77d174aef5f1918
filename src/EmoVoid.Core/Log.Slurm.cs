using Microsoft.Extensions.Logging;

namespace EmoVoid.Core;

internal static partial class SlurmLog
{
    [LoggerMessage(3100, LogLevel.Warning, "Slurm does not answer: {Problem} Runs wait for it; jobs that work go on")]
    internal static partial void SlurmSilent(this ILogger log, string problem);

    [LoggerMessage(3101, LogLevel.Information, "Slurm answers again")]
    internal static partial void SlurmAnswers(this ILogger log);

    [LoggerMessage(3102, LogLevel.Information, "Run {Run}: following Slurm job {Job} (executor {Executor})")]
    internal static partial void JobFollowed(this ILogger log, string run, string job, string executor);

    [LoggerMessage(3103, LogLevel.Information, "Slurm job {Job} began on {Node} (put back {Restarts} times)")]
    internal static partial void JobBegan(this ILogger log, string job, string node, int restarts);

    [LoggerMessage(3104, LogLevel.Warning, "Slurm job {Job} could not be ended: {Problem}")]
    internal static partial void JobNotEnded(this ILogger log, string job, string problem);
}
