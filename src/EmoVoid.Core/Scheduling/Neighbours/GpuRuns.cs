using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Scheduling.Neighbours;

/// <summary>Which runs are trained on a GPU of this machine.</summary>
public sealed class GpuRuns(QueueStore queue, IGpuStatus gpus)
{
    /// <summary>Ids.</summary>
    public IReadOnlyList<string> On(Gpu gpu) =>
        [.. queue.AtWork().Where(run => run.Executor == LocalExecutor.LocalName && GpuOrder.Find(run.Place, gpus.Last.Gpus)?.Uuid == gpu.Uuid).Select(run => run.Id)];
}
