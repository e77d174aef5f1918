using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Models.Weights;

namespace EmoVoid.Training.Loop;

/// <summary>What a plan must say for a run to make sense. The daemon checks more, and earlier; this is for plans from anywhere.</summary>
internal static class PlanCheck
{
    /// <exception cref="TrainingException">Bad plan; the message names every problem.</exception>
    public static void ThrowIfBad(RunPlan plan)
    {
        var problems = Problems(plan).ToList();
        if (problems.Count > 0)
            throw new TrainingException(TrainerExitCode.BadPlan, $"The plan of '{plan.Run}' cannot be trained: {string.Join("; ", problems)}.");
    }

    /// <summary>Looks at the headers of all the model's files, before a minute is spent on the first of them.</summary>
    /// <exception cref="TrainingException">
    /// Bad model: files are missing, of another architecture, damaged, or do not fit each other; the message names all of them.
    /// </exception>
    public static BaseModelSizes ThrowIfModelIsWrong(ModelPlan model)
    {
        var verdict = ModelFile.Judge(model);
        return verdict is { IsReady: true, Sizes: { } sizes }
            ? sizes
            : throw new TrainingException(TrainerExitCode.BadModel, $"The model '{model.Name}' cannot be used. {string.Join(" ", verdict.Problems)}");
    }

    /// <exception cref="TrainingException">Bad plan: the LoRA asked for is wider than a layer it would adapt, or more blocks are to be swapped than the model can spare.</exception>
    public static void ThrowIfTooMuchForModel(RunPlan plan, AnimaDitSizes dit)
    {
        if (plan.Train.Rank > dit.NarrowestLoraLayer)
            throw new TrainingException(TrainerExitCode.BadPlan, $"rank is {plan.Train.Rank}, and the narrowest layer of '{plan.Model.Name}' that a LoRA adapts is {dit.NarrowestLoraLayer} wide: a rank above that adds nothing.");
        if (plan.Memory?.ProblemFor(dit, plan.Model.Name) is { } problem)
            throw new TrainingException(TrainerExitCode.BadPlan, problem);
    }

    private static IEnumerable<string> Problems(BatchPlan batches)
    {
        if (batches.GradientAccumulation < 1)
            yield return $"gradient_accumulation is {batches.GradientAccumulation}, and must be at least 1";
        if (batches.CaptionDropout is not (>= 0 and <= 1))
            yield return $"caption_dropout is {batches.CaptionDropout}, and must be from 0 to 1";
        if (batches.KeepTags < 0)
            yield return $"keep_tags is {batches.KeepTags}, and must be 0 or more";
        if (batches.CaptionVariants < 1)
            yield return $"caption_variants is {batches.CaptionVariants}, and must be at least 1";
    }

    private static IEnumerable<string> Problems(RunPlan plan)
    {
        var train = plan.Train;
        if (train.Rank < 1)
            yield return $"rank is {train.Rank}, and must be at least 1";
        if (!(train.Alpha > 0) || double.IsInfinity(train.Alpha))
            yield return $"alpha is {train.Alpha}, and must be more than 0";
        if (train.Steps < 1)
            yield return $"steps is {train.Steps}, and must be at least 1";
        if (train.BatchSize < 1)
            yield return $"batch_size is {train.BatchSize}, and must be at least 1";
        if (train.SaveEvery < 1)
            yield return $"save_every is {train.SaveEvery}, and must be at least 1";
        if (train.Resolution < 2 * BucketSettings.PixelsPerPatch)
            yield return $"resolution is {train.Resolution}, and must be at least {2 * BucketSettings.PixelsPerPatch}";
        if (!(train.StopLoss >= 0))
            yield return $"stop_loss is {train.StopLoss}, and must be 0 or more";
        if (train.Stop is { AfterLight: < 1 and var steps })
            yield return $"stop.after_light is {steps}, and must be at least 1";
        foreach (var problem in Problems(train.Batches))
            yield return problem;
        if (train.Lora.StartFrom is { } network && !File.Exists(Path.Combine(plan.Dataset.Folder, network)))
            yield return $"it starts from '{network}', which is not in the data set's folder";
        if (plan.Dataset.Images.Count == 0)
            yield return "it has no pictures";
        foreach (var image in plan.Dataset.Images.Where(image => image.Repeats < 1))
            yield return $"'{image.File}' repeats {image.Repeats} times, and must at least once";
        foreach (var problem in plan.Validation is { } validation ? Problems(validation, [.. plan.Dataset.Images.Select(image => image.File)]) : [])
            yield return problem;
    }

    private static IEnumerable<string> Problems(ValidationPlan validation, HashSet<string> trained)
    {
        if (validation.Pairs < 1)
            yield return $"validation.pairs is {validation.Pairs}, and must be at least 1";
        if (validation.Trained.Count == 0)
            yield return "validation.trained names no picture";
        foreach (var file in validation.Trained.Where(file => !trained.Contains(file)))
            yield return $"'{file}' is measured as a trained picture, and is not trained";
        foreach (var image in validation.HeldOut.Where(image => trained.Contains(image.File)))
            yield return $"'{image.File}' is held out, and trained all the same";
    }
}
