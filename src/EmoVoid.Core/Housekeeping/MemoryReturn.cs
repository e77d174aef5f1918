using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Housekeeping;

/// <summary>
/// Gives memory back to the machine after a burst of work: the start, the plot of a long run. The runtime would keep it until it collects again, which it does
/// when something is allocated, and a daemon that waits allocates next to nothing.
/// </summary>
/// <remarks>Source: <see cref="GCCollectionMode.Aggressive"/>; glibc's <c>malloc_trim</c> for what Skia and SQLite have freed.</remarks>
internal sealed class MemoryReturn(TimeProvider time, ILogger<MemoryReturn> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (burst, timer) = (new WorkBurst(), new PeriodicTimer(Every, time));
        using (timer)
            while (await timer.WaitForNextTickAsync(stoppingToken))
                if (burst.IsOver(GC.GetTotalAllocatedBytes()))
                    Return();
    }

    private void Return()
    {
        var before = Environment.WorkingSet;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _ = TrimAllocator(0);
        log.MemoryReturned(before, Environment.WorkingSet);
    }

    [DllImport("libc", EntryPoint = "malloc_trim"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimAllocator(nint keep);
}
