using EmoVoid.Core.Runs;
using EmoVoid.Daemon.Features.Runs;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary><c>emovoidd log ID</c>: the end of a run's log, and what comes after it.</summary>
internal static class RemoteLog
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);

    public static async Task<int> Show(DaemonClient daemon, string run, int lines, bool follow, CancellationToken cancel)
    {
        // The newest run may be another one in a moment.
        var id = (await daemon.Get(DaemonClient.RouteOf(run), cancel)).As<RunView>().Id;
        var end = follow ? await StartToFollow(daemon, id, lines, cancel) : Say(await daemon.Log(id, lines, null, cancel));
        while (follow)
        {
            // The state first: what was logged before the end is then all there.
            var isOver = (await daemon.Get(DaemonClient.RouteOf(id), cancel)).As<RunView>().State.IsOver();
            end = Say(await daemon.Log(id, lines, end, cancel)) ?? end;
            if (isOver)
                return 0;
            await Task.Delay(AskAgainAfter, TimeProvider.System, cancel);
        }

        return 0;
    }

    // A run that has not been started has no log yet, and one to come.
    private static async Task<long?> StartToFollow(DaemonClient daemon, string id, int lines, CancellationToken cancel) =>
        (await daemon.Get(DaemonClient.RouteOf(id), cancel)).As<RunView>().Files.Log is null ? 0 : Say(await daemon.Log(id, lines, null, cancel));

    private static long? Say((string Text, long End)? part)
    {
        Console.Write(part?.Text);
        return part?.End;
    }
}
