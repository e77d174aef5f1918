using System.Text;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>What a job is told, and told again while the controller does not answer.</summary>
/// <param name="hearsWords">Whether its trainer reads the file of commands.</param>
internal sealed class JobOrders(SlurmCluster cluster, string job, JobFiles files, bool hearsWords, TimeProvider time)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    private volatile Order _order;
    private Order _carried;
    private DateTimeOffset _lastTry = DateTimeOffset.MinValue;

    private enum Order
    {
        None,
        Leave,
        Kill,
    }

    /// <summary>Whether it was asked to leave, or ended, by us.</summary>
    public bool Given => _order != Order.None;

    public void Leave()
    {
        if (_order == Order.None)
            _order = Order.Leave;
        // Heard within a second or so, whatever the controller does.
        if (hearsWords)
            Say(TrainerCommands.Stop);
    }

    public void Kill() => _order = Order.Kill;

    /// <summary>Says a word to the trainer.</summary>
    public bool Say(string command)
    {
        try
        {
            using var file = new FileStream(files.Commands, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.Write(Encoding.UTF8.GetBytes(command + "\n"));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Does what was ordered and is not done yet.</summary>
    /// <param name="now">The job as it is; null when that is not known.</param>
    public async Task Carry(QueuedJob? now)
    {
        // A job that is put back after it was told to leave has to be told once more.
        var order = _order == Order.Leave && now is { Stage: JobStage.Waits } ? Order.Kill : _order;
        if (order == _carried || time.GetUtcNow() - _lastTry < Again)
            return;
        _lastTry = time.GetUtcNow();
        if (await (order == Order.Leave ? Try("TERM", batch: true) : End()))
            _carried = order;
        cluster.Hurry();
    }

    /// <summary>Takes back what may be left of the job.</summary>
    public Task MakeSure() => Try(signal: null, batch: false);

    // What waits takes no signal, and what works gets no half a minute to think about it.
    private async Task<bool> End()
    {
        await Try("KILL", batch: false);
        return await Try(signal: null, batch: false);
    }

    private async Task<bool> Try(string? signal, bool batch)
    {
        try
        {
            await cluster.Programs.Cancel(job, signal, batch, CancellationToken.None);
            return true;
        }
        catch (SlurmException)
        {
            return false; // it is gone, or the controller is: the next look tells
        }
    }
}
