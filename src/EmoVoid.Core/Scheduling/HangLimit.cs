using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Scheduling;

/// <summary>How long a trainer may be silent before it counts as hung: derived from its own steps.</summary>
/// <param name="beforeSteps">While it loads and encodes.</param>
/// <param name="least">Between steps, when they are short.</param>
internal sealed class HangLimit(TimeSpan beforeSteps, TimeSpan least)
{
    /// <summary>A step that takes thirty times as long as the longest of the last ones is no slow step any more.</summary>
    private const int Times = 30;
    private const int Remembered = 20;

    private readonly Queue<double> _seconds = new();
    private bool _isBetweenSteps;

    /// <param name="said">What the trainer has just said.</param>
    public TimeSpan? After(IReadOnlyList<TrainerEvent> said)
    {
        foreach (var one in said)
            if (one is Stepped step)
            {
                _isBetweenSteps = true;
                _seconds.Enqueue(step.Seconds);
                if (_seconds.Count > Remembered)
                    _seconds.Dequeue();
            }
            else if (one is Preparing or Started)
                _isBetweenSteps = false; // pictures while training, or the way to the first step after a resume
        if (!_isBetweenSteps)
            return beforeSteps;
        var own = TimeSpan.FromSeconds(Times * _seconds.Max());
        return own > least ? own : least;
    }
}
