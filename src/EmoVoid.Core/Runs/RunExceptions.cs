namespace EmoVoid.Core.Runs;

/// <summary>There is no run of that id.</summary>
public sealed class RunNotFoundException(string run) : Exception($"There is no run '{run}'.")
{
    public string Run { get; } = run;
}

/// <summary>A run was asked to go to a state that cannot follow the one it is in.</summary>
public sealed class RunTransitionException(string run, RunState from, RunState to)
    : InvalidOperationException($"Run '{run}' is {from.Word()}; from there it cannot become {to.Word()}.")
{
    public string Run { get; } = run;
    public RunState From { get; } = from;
    public RunState To { get; } = to;
}
