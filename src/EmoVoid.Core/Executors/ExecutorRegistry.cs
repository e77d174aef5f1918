using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Executors;

/// <summary>The executors of the configuration, in the order in which a run tries them.</summary>
public sealed class ExecutorRegistry(IEnumerable<IExecutor> executors)
{
    public IReadOnlyList<IExecutor> All { get; } = [.. executors];

    /// <summary>Where a run that has been started is, or was last; the first one for a run that has not.</summary>
    /// <exception cref="ExecutorException">The configuration no longer names it.</exception>
    public IExecutor Of(Run run) => run.Executor is null
        ? All[0]
        : All.FirstOrDefault(executor => executor.Name == run.Executor)
            ?? throw new ExecutorException($"The run was started on the executor '{run.Executor}', which the configuration no longer has.");
}
