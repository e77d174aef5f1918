using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine;

/// <summary><c>emovoidd</c>: serve until a signal comes.</summary>
internal static class Serve
{
    public static async Task<int> Run(ServeSettings settings)
    {
        await using var daemon = await RunningDaemon.Start(settings);
        await daemon.UntilStopped();
        return 0;
    }
}
