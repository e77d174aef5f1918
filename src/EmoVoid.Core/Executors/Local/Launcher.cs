using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Executors.Local;

/// <summary>
/// Starts processes from one thread that lives as long as the daemon. The kernel sends a child's parent-death signal when the thread that
/// started it ends, and threads of the pool come and go. On Linux each thread has a niceness of its own, and what it starts inherits it: so a
/// trainer, which takes every processor there is, lets the daemon answer first.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private readonly BlockingCollection<Action> _starts = [];

    private readonly int _niceness;

    public Launcher(IOptions<TrainerOptions> options)
    {
        _niceness = options.Value.Niceness;
        new Thread(Work) { IsBackground = true, Name = "launcher" }.Start();
    }

    /// <exception cref="System.ComponentModel.Win32Exception">The program is not there or may not be run.</exception>
    public Task<Process> Start(ProcessStartInfo what)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(what)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    public void Dispose() => _starts.CompleteAdding();

    [DllImport("libc", EntryPoint = "nice"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BeNicer(int by);

    private void Work()
    {
        if (_niceness > 0 && OperatingSystem.IsLinux())
            _ = BeNicer(_niceness); // where it is not allowed, a trainer is as hasty as the daemon
        foreach (var start in _starts.GetConsumingEnumerable())
            start();
    }
}
