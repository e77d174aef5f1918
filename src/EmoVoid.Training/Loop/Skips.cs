using EmoVoid.Contracts.Events;

namespace EmoVoid.Training.Loop;

/// <summary>The steps in a row, up to now, whose loss or gradients were not finite. Made of the run's history alone, so a resumed run counts alike.</summary>
internal sealed class Skips
{
    /// <summary>So many in a row are no accident: the LoRA itself may be beyond repair, or a sample is.</summary>
    public const int TooMany = 3;

    private readonly List<StepSkipped> inARow = [];

    public Skips(IEnumerable<TrainerEvent> history)
    {
        foreach (var said in history)
            Take(said);
    }

    public bool AreTooMany => inARow.Count >= TooMany;

    public int FirstStep => inARow[0].Step;

    public int LastStep => inARow[^1].Step;

    /// <summary>The pictures that are in all of the steps; where none is, those of any.</summary>
    public IReadOnlyList<string> Culprits
    {
        get
        {
            var inAll = inARow.Select(skipped => skipped.Files.AsEnumerable()).Aggregate((some, others) => some.Intersect(others)).ToList();
            return inAll.Count > 0 ? inAll : [.. inARow.SelectMany(skipped => skipped.Files).Distinct()];
        }
    }

    public void Take(TrainerEvent said)
    {
        if (said is StepSkipped skipped)
            inARow.Add(skipped);
        else if (said is Stepped or WentBack)
            inARow.Clear();
    }
}
