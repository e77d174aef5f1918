namespace EmoVoid.Core.Runs;

/// <summary>There is no run of that id.</summary>
public sealed class RunNotFoundException(string run) : Exception($"There is no run '{run}'.")
{
    public string Run { get; } = run;
}

/// <summary>A run was asked for what its state does not allow, or for what is not there any more; the message says what can be done.</summary>
public class RunConflictException(string run, RunState state, string message) : InvalidOperationException(message)
{
    public string Run { get; } = run;

    /// <summary>The state the run is in, and stays in.</summary>
    public RunState State { get; } = state;
}

/// <summary>A run was asked to go a way that does not start at the state it is in.</summary>
public sealed class RunTransitionException(string run, RunState state, RunTransition asked)
    : RunConflictException(run, state, $"Run '{run}' is {state.Word()}; it can {asked} only when it is {string.Join(" or ", asked.From.Select(from => from.Word()))}.")
{
    public RunTransition Asked { get; } = asked;
}
