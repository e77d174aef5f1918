using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>What the optimizer reported since the last progress bar, until it is known at which step that was.</summary>
internal sealed class StepReports
{
    private readonly List<double> losses = [];
    private readonly List<int> lights = []; // how many losses came before each
    private int lightsAtOnce;
    private bool isKeptBack;

    public int MostLightsAtOnce { get; private set; }

    public void Light()
    {
        MostLightsAtOnce = Math.Max(MostLightsAtOnce, ++lightsAtOnce);
        if (lights is not [.., var last] || last != losses.Count)
            lights.Add(losses.Count);
    }

    /// <exception cref="LogException">There are too many steps.</exception>
    public void Loss(double loss)
    {
        if (losses.Count == LogTake.MostSteps)
            throw new LogException($"the log has more than {LogTake.MostSteps} losses and no progress bar between them; at most that many steps are read");
        losses.Add(loss);
        lightsAtOnce = 0;
    }

    /// <summary>
    /// The optimizer reports before the bar moves on, so one report belongs to the step after the bar's. Where the console's output was
    /// kept back there are many at once: then the losses, one a step, are numbered on from the last one.
    /// </summary>
    /// <param name="bar">The last bar.</param>
    /// <param name="firstBar">Of this start.</param>
    /// <param name="until">No report is of a later step.</param>
    public void Place(int bar, int firstBar, int until, List<int> lit, List<StepLoss> placed)
    {
        var onFrom = (placed is [.., var last] ? last.Step : firstBar) + 1;
        // Several GPUs report several losses of one step, and then the numbers would run away from the bar.
        var inOrder = (losses.Count > 1 || isKeptBack) && onFrom + losses.Count - 1L <= until;
        isKeptBack = inOrder && onFrom + losses.Count - 1 != bar + 1;
        var next = Math.Min(bar + 1, until);
        for (var i = 0; i < losses.Count; i++)
            Add(placed, loss => loss.Step, new StepLoss(inOrder ? onFrom + i : next, losses[i]));
        foreach (var light in lights)
            Add(lit, step => step, inOrder ? onFrom + light : next);
        Clear();
    }

    public void Clear()
    {
        losses.Clear();
        lights.Clear();
        lightsAtOnce = 0;
    }

    private static void Add<T>(List<T> ascending, Func<T, int> step, T one)
    {
        if (ascending is not [.., var last] || step(last) < step(one))
            ascending.Add(one);
    }
}
