using EmoVoid.Core.Executors.Slurm;
using EmoVoid.Core.Runs;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Executors;

/// <summary>The executors of the configuration, in the order in which a run tries them.</summary>
public sealed class ExecutorRegistry(IEnumerable<IExecutor> executors)
{
    public IReadOnlyList<IExecutor> All { get; } = [.. executors];

    /// <summary>As the configuration names them.</summary>
    /// <param name="builtIn">Those that need no settings; all of them are there where the configuration names none.</param>
    internal static ExecutorRegistry Of(IEnumerable<IExecutor> builtIn, SlurmClusters clusters, IOptions<ExecutorsOptions> options) => new(
        options.Value.Executors is { Count: > 0 } named
            ? named.Select(one => one.IsSlurm ? clusters.ExecutorOf(one) : builtIn.First(executor => executor.Name == one.Name))
            : builtIn);

    /// <summary>Where a run is, was last, or wants to be; the first one for a run that has not been started and asks for none.</summary>
    /// <exception cref="ExecutorException">The configuration no longer names it.</exception>
    public IExecutor Of(Run run) => run.Executor is null
        ? All[0]
        : All.FirstOrDefault(executor => executor.Name == run.Executor)
            ?? throw new ExecutorException($"The run belongs to the executor '{run.Executor}', which the configuration (EmoVoid:Executors) does not have. Name it there again, or cancel the run.");
}
