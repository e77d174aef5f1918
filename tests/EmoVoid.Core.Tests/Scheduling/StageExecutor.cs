using System.Threading.Channels;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>An executor whose trainers do what the test says.</summary>
internal sealed class StageExecutor(IReadOnlyList<string> places) : IExecutor
{
    private readonly Lock _gate = new();
    private readonly List<Act> _acts = [];

    public string Name => "stage";

    public bool BreakNextStart { get; set; }

    public IReadOnlyList<Act> Acts
    {
        get
        {
            lock (_gate)
                return [.. _acts];
        }
    }

    public Act Of(string run) => Acts.Last(act => act.Run == run);

    public Room RoomFor(Run run, IReadOnlyCollection<string> taken) =>
        places.FirstOrDefault(place => !taken.Contains(place)) is { } free ? new Room(free) : new Room(null, "Every place is taken.");

    public Task<IExecution> Start(TrainerWork work, string place, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (BreakNextStart)
            {
                BreakNextStart = false;
                throw new InvalidOperationException("the stage is broken");
            }

            _acts.Add(new Act(work, place));
            return Task.FromResult<IExecution>(_acts[^1]);
        }
    }

    public Task<IExecution?> FindAgain(TrainerWork work, string? handle, CancellationToken cancel) => Task.FromResult<IExecution?>(null);
}

internal sealed class Act(TrainerWork work, string place) : IExecution
{
    private readonly Channel<TrainerEvent> _events = Channel.CreateUnbounded<TrainerEvent>();
    private readonly TaskCompletionSource<ExecutionEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _whenAsked;

    public string Run => work.Run.Id;

    public string Place => place;

    public bool IsAskedToLeave { get; private set; }

    public string Handle => "act";

    public string Description => "an act";

    public ChannelReader<TrainerEvent> Events => _events.Reader;

    Task<ExecutionEnd> IExecution.End => _end.Task;

    public string? Waits => null;

    public void WhenAskedToLeave(Action then) => _whenAsked = then;

    public void Stop()
    {
        IsAskedToLeave = true;
        _whenAsked?.Invoke();
    }

    public void Kill() => End(137);

    public Task<bool> Tell(TrainerCommand command) => Task.FromResult(false);

    /// <summary>One step, one checkpoint, and done.</summary>
    public void Finish()
    {
        var file = Path.Combine(Path.GetDirectoryName(work.PlanFile)!, "checkpoints", "one.safetensors");
        File.WriteAllText(file, "lora");
        _events.Writer.TryWrite(new Stepped(1, 0.05, 1e-4, 0.1, 0.05, false, 0.5));
        _events.Writer.TryWrite(new CheckpointSaved(1, "one.safetensors", 4, "00", CheckpointReason.Last));
        End(0);
    }

    public void End(int exitCode)
    {
        _events.Writer.TryComplete();
        _end.TrySetResult(new ExecutionEnd(exitCode));
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }
}
