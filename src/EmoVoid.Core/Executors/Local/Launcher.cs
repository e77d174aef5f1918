using System.Collections.Concurrent;
using System.Diagnostics;

namespace EmoVoid.Core.Executors.Local;

/// <summary>
/// Starts processes from one thread that lives as long as the daemon. The kernel sends a child's parent-death signal when the thread that
/// started it ends, and threads of the pool come and go.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private readonly BlockingCollection<Action> _starts = [];

    public Launcher() => new Thread(Work) { IsBackground = true, Name = "launcher" }.Start();

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

    private void Work()
    {
        foreach (var start in _starts.GetConsumingEnumerable())
            start();
    }
}
