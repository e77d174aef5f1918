namespace EmoVoid.Core.Executors.Slurm;

/// <summary>What a job carries as its comment, so that it is found again by whoever has lost its number.</summary>
/// <param name="Daemon">Of whose runs it is; see <see cref="DaemonId"/>.</param>
/// <param name="Token">Names the files of this job in the run's folder; no two jobs have the same.</param>
/// <param name="Command">As <see cref="TrainerTask.Command"/>.</param>
internal sealed record JobTag(string Daemon, string Token, string Command, string Run)
{
    private const string Prefix = "emovoid";

    public static string NewToken(TimeProvider time) =>
        FormattableString.Invariant($"{time.GetUtcNow().ToUnixTimeSeconds():x}-{Guid.NewGuid().ToString("N")[..6]}");

    /// <summary>Null for a job of somebody else.</summary>
    public static JobTag? Parse(string comment) => comment.Split(':') is [Prefix, var daemon, var token, var command, var run] ? new JobTag(daemon, token, command, run) : null;

    public override string ToString() => $"{Prefix}:{Daemon}:{Token}:{Command}:{Run}";
}

/// <summary>How the executor finds a job again: its number, and what <see cref="JobTag"/> has.</summary>
internal sealed record JobHandle(string Job, string Token, string Command)
{
    /// <summary>Null for what another executor, or nobody, wrote.</summary>
    public static JobHandle? Parse(string? text) => text?.Split(':') is [var job, var token, var command] ? new JobHandle(job, token, command) : null;

    public override string ToString() => $"{Job}:{Token}:{Command}";
}
