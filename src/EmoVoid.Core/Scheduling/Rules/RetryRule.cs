using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Scheduling.Rules;

/// <summary>A run whose trainer broke waits a moment, so that what broke it may pass.</summary>
internal sealed class RetryRule : IStartRule
{
    public bool AppliesAtWork => false;

    public RunWait? Check(Run run, DateTimeOffset now) =>
        run.NotBefore is { } time && time > now ? new RunWait(WaitKind.Retry, run.Message ?? "Its trainer broke; it is tried again.", time) : null;
}
