using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>
/// Tells the steps of a run. The loss is what the scripts logged, the light what EmoVoid said on the console; pulse and averages, which
/// neither says, come from the same controller over the same losses.
/// </summary>
internal sealed class KohyaSteps(RunPlan plan, KohyaFolder folder, int from, Action<TrainerEvent> say)
{
    private readonly EmoVoidController controller = new(new EmoVoidSettings(plan.Train.StopLoss));
    private readonly LossLog log = new(folder.LogsOf(from));
    private readonly Dictionary<int, LoggedLoss> losses = [];
    private readonly Dictionary<int, double> averages = [];
    private readonly HashSet<int> lit = [];
    private double? time;
    private int told; // of this start
    private bool hasLosses, saidThatOnlyAveragesAreKnown;

    /// <summary>The step of this start, counted from 1, whose loss was no number; null: all were.</summary>
    public int? Diverged { get; private set; }

    /// <summary>Tells again the steps before this start.</summary>
    public void TellEarlier()
    {
        var earlier = new SortedDictionary<int, LoggedLoss>();
        foreach (var start in folder.StartsWithLogs().Where(start => start < from))
        {
            foreach (var undone in earlier.Keys.Where(step => step > start).ToList())
                earlier.Remove(undone);
            foreach (var loss in new LossLog(folder.LogsOf(start)).Next())
                earlier[start + loss.Step] = loss;
        }

        foreach (var (step, loss) in earlier.Where(step => step.Key <= from))
            Tell(step, loss.Loss, Since(loss.Time), isLit: null);
        time = null; // since then, somebody waited
    }

    /// <summary>The light was reported before the bar of this step.</summary>
    /// <param name="step">Of this start, counted from 1, as everywhere below.</param>
    public void Light(int step) => lit.Add(step);

    /// <summary>The bar's mean loss after a step.</summary>
    public void Average(int step, double loss)
    {
        averages[step] = loss;
        if (!double.IsFinite(loss))
            Diverged ??= step;
    }

    /// <summary>Tells the steps up to this one, as far as anything is known of them.</summary>
    public void TellUntil(int step)
    {
        foreach (var loss in log.Next())
            losses[loss.Step] = loss;
        hasLosses |= losses.Count > 0;
        while (told < step && Diverged is null)
            Tell(++told);
    }

    private void Tell(int step)
    {
        if (losses.Remove(step, out var logged))
            Tell(from + step, logged.Loss, Since(logged.Time), lit.Contains(step));
        // The last loss before a crash may be missing in a log that is kept; then its step is made again.
        else if (!hasLosses && averages.TryGetValue(step, out var average))
        {
            SayThatOnlyAveragesAreKnown();
            Tell(from + step, average, seconds: 0, lit.Contains(step));
        }

        averages.Remove(step);
        lit.Remove(step);
    }

    /// <param name="step">Of the run.</param>
    /// <param name="isLit">Null: nobody heard, and the controller says it.</param>
    private void Tell(int step, double loss, double seconds, bool? isLit)
    {
        if (!double.IsFinite(loss))
        {
            Diverged ??= step - from;
            return;
        }

        var made = controller.Step(loss);
        say(new Stepped(step, loss, made.Pulse, made.StopBase, made.MediumLoss, isLit ?? made.IsLit, seconds));
    }

    private double Since(double now)
    {
        var seconds = now - time;
        time = now;
        return Math.Max(0, seconds ?? 0);
    }

    private void SayThatOnlyAveragesAreKnown()
    {
        if (saidThatOnlyAveragesAreKnown)
            return;
        saidThatOnlyAveragesAreKnown = true;
        say(new Noted("The scripts wrote no TensorBoard log. The losses are the progress bar's means over up to an epoch, and pulse and averages, which come from them, are not EmoVoid's own; the light is."));
    }
}
