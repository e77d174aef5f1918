using EmoVoid.Contracts.Light;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>Keeps of a replay what the recommendation looks at: the last step up to each save, and the calm step with the lowest average.</summary>
/// <param name="saves">In order.</param>
internal sealed class StableLosses(int[] saves)
{
    private readonly SortedDictionary<int, ReplayedStep> kept = [];
    private ReplayedStep? calmest;
    private (int Step, ControllerStep Taken)? previous;
    private int next;

    /// <summary>Takes the next step of the replay.</summary>
    public void Take(int step, ControllerStep taken)
    {
        for (; next < saves.Length && saves[next] < step; next++)
            Keep();
        previous = (step, taken);
        if (taken.StopBase >= EmoVoidController.Calm && !(calmest?.MediumLoss <= taken.MediumLoss))
            calmest = ReplayedStep.Of(step, taken);
    }

    /// <summary>The replay, without the steps that make no difference to a recommendation.</summary>
    public LightReplay Replay()
    {
        if (next < saves.Length)
            Keep();
        if (calmest is not null)
            kept[calmest.Step] = calmest;
        return new LightReplay([.. kept.Values]);
    }

    private void Keep()
    {
        if (previous is { } last)
            kept[last.Step] = ReplayedStep.Of(last.Step, last.Taken);
    }
}
