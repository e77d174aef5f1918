using EmoVoid.Benchmarks.RightAdvice.Measures;
using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Benchmarks.RightAdvice.Subjects;
using EmoVoid.Benchmarks.Sampling;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.RightAdvice.Study;

/// <summary>Trains and measures runs that nobody has done or is at, until there are none. Several processes may be at the same folder.</summary>
internal sealed class StudyWorker(StudyFolder folder, StudyPlan plan, ModelPlan model, QwenImageVae vae, StudyJudge judge, string version, TimeProvider time, Action<string> say)
{
    /// <summary>As the demo's pictures are drawn.</summary>
    private const double Guidance = 2.5;

    /// <summary>As samples are drawn on a GPU. Nearly all of the study's time goes into samples, and products take a quarter of the time in it.</summary>
    private static readonly Placement SampleType = new(ScalarType.BFloat16, CPU);

    private readonly SubjectTraining training = new(model, plan, folder.Work);

    public void Work(int jobs)
    {
        using var sampler = new BatchSampler(model, vae, plan.Size.SamplerSteps, Guidance, SampleType);
        var progress = new StudyProgress(plan.Runs.ToDictionary(run => run, run => training.StepsOf(plan.SubjectOf(run))), jobs, time, say);
        foreach (var run in plan.Runs)
        {
            using var taken = folder.Has(run) ? null : folder.TryTake(run);
            if (taken is null || folder.Has(run)) // done by another process between the two looks
                continue;
            var record = Do(run, sampler);
            folder.Write(run, record);
            training.Forget(run);
            progress.Done(run, record, [.. plan.Runs.Where(one => !folder.Has(one))]);
        }
    }

    private RunRecord Do(RunKey run, BatchSampler sampler)
    {
        var subject = plan.SubjectOf(run);
        var trained = training.Train(subject, run);
        var started = time.GetTimestamp();
        using var measure = new SubjectMeasure(subject, sampler, judge, plan.Size.Samples, plan.Size.OtherPrompts);
        var (saves, shown) = (new List<SavedRecord>(), new Dictionary<int, IReadOnlyList<RgbImage>>());
        foreach (var save in trained.Saves)
        {
            (var measures, shown[save.Step]) = measure.Measure(trained.FileOf(save));
            saves.Add(new SavedRecord(save.Step, save.Reason, trained.MediumLossAt(save.Step), measures, trained.PairedAt(save.Step)));
        }

        var record = Record(subject, run, trained, measure.Scale, saves, time.GetElapsedTime(started).TotalSeconds);
        RunSheet.Write(record, measure, shown, folder.SheetOf(run));
        return record;
    }

    private RunRecord Record(Subject subject, RunKey run, TrainedRun trained, MeasureScale scale, List<SavedRecord> saves, double seconds)
    {
        var train = trained.Plan.Train;
        return new RunRecord(
            subject.Name, subject.Kind, plan.HalfOf(subject), subject.Pictures, run.Seed, train.Steps, train.SaveEvery, train.StopLoss, version,
            trained.Losses, trained.Lit, scale, saves, new RunSeconds(trained.Seconds, seconds));
    }
}
