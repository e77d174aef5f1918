using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Training.Loop;

/// <summary>Whether the run may end before its last step. Made of its steps alone: a run that was cut ends at the same step as one that was not.</summary>
internal sealed class EarlyStop
{
    private readonly TrainPlan train;
    private readonly List<int> lit = [];
    private readonly List<int> turnedOn = [];
    private bool isLit;

    public EarlyStop(TrainPlan train, IEnumerable<TrainerEvent> history)
    {
        this.train = train;
        foreach (var stepped in history.OfType<Stepped>())
            Take(stepped);
    }

    public void Take(Stepped stepped)
    {
        if (stepped.Lit)
            lit.Add(stepped.Step);
        if (stepped.Lit && !isLit)
            turnedOn.Add(stepped.Step);
        isLit = stepped.Lit;
    }

    /// <param name="step">The last step done; 0 before the first.</param>
    /// <returns>Null: the run goes on to the end of its plan.</returns>
    public StopVerdict? Judge(int step) =>
        train.Stop is { } stop && step > 0 && step < train.Steps ? StopRule.Judge(stop, step, train.SaveEvery, turnedOn, lit) : null;
}
