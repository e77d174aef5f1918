using System.Globalization;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Trainers;

/// <summary>What to say of a trainer that ended without a word.</summary>
internal static class TrainerDeath
{
    /// <param name="outOfMemory">Whether the kernel says that it killed something for want of memory meanwhile.</param>
    public static string Explain(int exitCode, bool outOfMemory = false) => exitCode switch
    {
        (int)TrainerExitCode.Done => "The trainer ended without a checkpoint.",
        128 + 9 when outOfMemory => "The machine ran out of memory, and the kernel killed the trainer.",
        128 + 9 => "The trainer was killed (SIGKILL).",
        > 128 and < 160 => string.Create(CultureInfo.InvariantCulture, $"The trainer died of signal {exitCode - 128}."),
        _ => string.Create(CultureInfo.InvariantCulture, $"The trainer ended with exit code {exitCode} and gave no reason."),
    };
}
