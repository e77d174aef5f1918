using System.Diagnostics;
using EmoVoid.Load.Daemons;

namespace EmoVoid.Load.Figures;

/// <summary>What a daemon takes that has nothing to do.</summary>
internal static class IdleDaemon
{
    /// <summary>The work of the start is done by then, the runtime's own (compiling again what is used often) included.</summary>
    private static readonly TimeSpan SettlesIn = TimeSpan.FromSeconds(30);

    public static async Task Measure(DaemonProcess daemon, TimeSpan length, Scoreboard board)
    {
        await Task.Delay(SettlesIn, TimeProvider.System);
        var (before, clock) = (Consumption.ProcessorSecondsOf(daemon.Id), Stopwatch.StartNew());
        await Task.Delay(length, TimeProvider.System);
        var share = (Consumption.ProcessorSecondsOf(daemon.Id) - before) / clock.Elapsed.TotalSeconds;
        var memory = Consumption.ResidentOf(daemon.Id) / 1e6;
        board.Judge("memory of an idle daemon", memory <= 100, $"{memory:0} MB resident, {Consumption.OwnMemoryOf(daemon.Id) / 1e6:0} MB its own", "100 MB");
        var bare = await MemoryOfBareLibraries() / 1e6;
        board.Tell("memory of its libraries alone, idle", $"{bare:0} MB resident; the daemon's is {memory / bare:0.00} × that");
        board.Judge("processor of an idle daemon", share <= 0.005, $"{share * 100:0.00} % of a core over {length.TotalSeconds:0} s", "0.5 %");
    }

    /// <summary>Resident bytes, after as much settling and a few answers.</summary>
    private static async Task<long> MemoryOfBareLibraries()
    {
        using var process = BareLibraries.Start();
        try
        {
            var address = await process.StandardOutput.ReadLineAsync();
            using var http = new HttpClient();
            for (var i = 0; i < 3; i++)
                _ = await http.GetStringAsync(new Uri($"{address}/ping"));
            await Task.Delay(SettlesIn, TimeProvider.System);
            return Consumption.ResidentOf(process.Id);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
