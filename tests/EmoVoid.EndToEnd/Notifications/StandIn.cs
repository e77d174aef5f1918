using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Notifications;

/// <summary>A daemon whose trainer is a script, with which these tests need no model: <c>NAME-ok</c> is completed, <c>NAME-pause</c> halts after its first step the first time.</summary>
internal static class StandIn
{
    public const string Sidecar = "[train]\nsteps = 10\nsave_every = 10\nresolution = 64\n[sample]\ncount = 0\n";

    private static readonly string[] Settings = ["EmoVoid:TrainerPath=" + Repository.Path("tests", "EmoVoid.EndToEnd", "Proof", "stand-in-trainer.sh"), "EmoVoid:LookEvery=00:00:01"];

    public static Task<DaemonRunner> Start(string? state, params string[] settings) => DaemonRunner.Start(state, [.. Settings, .. settings]);
}
