using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling.Neighbours;

namespace EmoVoid.Core.Scheduling.Rules;

/// <summary>A run at work on this machine makes room for others. Before its start its executor looks after that, since it alone knows the devices.</summary>
internal sealed class NeighbourRule(Neighbourhood neighbours) : IStartRule
{
    public bool AppliesAtWork => true;

    public RunWait? Check(Run run, DateTimeOffset now) =>
        run.State.IsAtWork() && run.Executor == LocalExecutor.LocalName ? neighbours.AgainstStay(run) : null;
}
