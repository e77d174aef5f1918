using System.Globalization;
using EmoVoid.Benchmarks.RightAdvice.Runs;

namespace EmoVoid.Benchmarks.RightAdvice.Study;

/// <summary>Says what is done and how long the rest will take, judged by the runs that this process has done itself.</summary>
/// <param name="work">Of each run, in steps to train: what it costs grows with them.</param>
internal sealed class StudyProgress(IReadOnlyDictionary<RunKey, int> work, int jobs, TimeProvider time, Action<string> say)
{
    private readonly long started = time.GetTimestamp();
    private double done;

    /// <param name="left">Not done yet, those that others are at included.</param>
    public void Done(RunKey run, RunRecord record, IReadOnlyCollection<RunKey> left)
    {
        done += work[run];
        var rest = left.Sum(one => (double)work[one]) * time.GetElapsedTime(started).TotalSeconds / done / jobs;
        say(string.Create(CultureInfo.InvariantCulture,
            $"{run.Name}: {record.Steps} steps trained in {record.Seconds.Training:0} s, {record.Saves.Count} checkpoints measured in {record.Seconds.Measuring:0} s, {record.Lit.Count} lit steps; {work.Count - left.Count} of {work.Count} runs are done, the rest takes about {Words(TimeSpan.FromSeconds(rest))}"));
    }

    private static string Words(TimeSpan time) => time.TotalMinutes < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes)} min")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min");
}
