using System.Globalization;

namespace EmoVoid.EndToEnd.Proof;

/// <summary>How much of a proof is run, from which seed, and where its figures go. <c>tests/proof</c> runs all of it, the tests a short form.</summary>
internal static class ProofSize
{
    private static readonly Lock OneAtATime = new();

    private static bool IsFull => Environment.GetEnvironmentVariable("EMOVOID_PROOF") == "full";

    public static int Seed => int.TryParse(Environment.GetEnvironmentVariable("EMOVOID_PROOF_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;

    public static int Of(int small, int full) => IsFull ? full : small;

    /// <summary>A line for people: what is promised, and what was counted.</summary>
    public static void Say(string promise, string figures)
    {
        var line = $"{promise,-44} {figures} (seed {Seed})";
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("EMOVOID_PROOF_REPORT") is { Length: > 0 } report)
            lock (OneAtATime)
                File.AppendAllText(report, line + "\n");
    }
}
