using EmoVoid.Benchmarks.RightAdvice.Study;
using EmoVoid.Benchmarks.RightAdvice.Subjects;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Pretraining.World;
using NetVips;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.RightAdvice.Runs;

/// <summary>Trains one subject with the trainer that people use; a training that was cut goes on from its last save.</summary>
internal sealed class SubjectTraining(ModelPlan model, StudyPlan study, string work)
{
    private const int MostLookedAt = 400; // there are thirty other scenes at least

    private readonly StudySize size = study.Size;

    public int StepsOf(Subject subject) => (int)Math.Round(size.StepsPerPicture * subject.Pictures);

    /// <exception cref="TrainingException">The training cannot begin or go on.</exception>
    public TrainedRun Train(Subject subject, RunKey run)
    {
        var plan = Plan(subject, run);
        WritePictures(subject, plan.Dataset.Folder);
        var trained = new TrainedRun(plan);
        if (!new TrainingRun(plan, CPU, trained.Listen, TimeProvider.System, CancellationToken.None).Run())
            throw new TrainingException(TrainerExitCode.Crashed, $"The training of {run.Name} was stopped before its last step.");
        return trained;
    }

    /// <summary>What was needed to train and to measure, and is not needed any more.</summary>
    public void Forget(RunKey run) => Directory.Delete(FolderOf(run), recursive: true);

    private string FolderOf(RunKey run) => Path.Combine(work, run.Name);

    private RunPlan Plan(Subject subject, RunKey run)
    {
        var steps = StepsOf(subject);
        return new RunPlan
        {
            Run = run.Name,
            Model = model,
            Dataset = new DatasetPlan(
                Path.Combine(FolderOf(run), "dataset"), [.. Enumerable.Range(0, subject.Pictures).Select(i => new CaptionedImage(FileOf(i), subject.Trained(i).Caption))]),
            Train = new TrainPlan
            {
                Rank = size.Lora.Rank, Alpha = size.Lora.Alpha, Steps = steps, StopLoss = study.StopLossOf(run), Resolution = CreatureWorld.Side,
                Seed = run.Seed, SaveEvery = Math.Max(1, (int)Math.Ceiling((double)steps / size.Saves)),
            },
            Validation = new ValidationPlan(
                [.. ValidationScenes(subject).Select((scene, i) => new CaptionedImage(ValidationFileOf(i), scene.Caption))],
                [.. Enumerable.Range(0, StudySize.MeasuredPictures).Select(FileOf)], size.ValidationPairs, Share: 1), // every save, those of the light too
            CheckpointFolder = Path.Combine(FolderOf(run), "checkpoints"),
            CacheFolder = Path.Combine(work, "cache"),
        };
    }

    private static string FileOf(int picture) => $"{picture + 1:00}.png";

    private static string ValidationFileOf(int picture) => $"held-out-{picture + 1:00}.png";

    /// <summary>Held-out scenes that show something else than those that worth is measured by.</summary>
    private static List<SubjectScene> ValidationScenes(Subject subject)
    {
        var measured = Enumerable.Range(0, Subject.HeldOutPictures).Select(i => subject.HeldOut(i).Prompt).ToHashSet();
        return [.. Enumerable.Range(Subject.HeldOutPictures, MostLookedAt).Select(subject.HeldOut).Where(scene => !measured.Contains(scene.Prompt)).Take(StudySize.MeasuredPictures)];
    }

    private static void WritePictures(Subject subject, string folder)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < subject.Pictures; i++)
            Write(subject.Trained(i), Path.Combine(folder, FileOf(i)));
        foreach (var (i, scene) in ValidationScenes(subject).Index())
            Write(scene, Path.Combine(folder, ValidationFileOf(i)));
    }

    private static void Write(SubjectScene scene, string file)
    {
        var picture = scene.Draw(0, CreatureWorld.Side);
        using var image = Image.NewFromMemory(picture.Pixels, picture.Size.Width, picture.Size.Height, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        image.WriteToFile(file);
    }
}
