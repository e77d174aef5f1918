using System.Globalization;
using EmoVoid.Benchmarks.NanoQuality;
using EmoVoid.Benchmarks.RightAdvice.Study;
using EmoVoid.Benchmarks.RightAdvice.Subjects;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Pretraining.World;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.RightAdvice.Measures;

/// <summary>The judge of the study: the network of nano-quality, which has also been told who is who. It has seen drawings alone, and no scene that a LoRA is trained on.</summary>
internal sealed class StudyJudge : IDisposable
{
    /// <summary>Scenes from here on are the judge's; those before are measured with.</summary>
    private const int FirstScene = 1000;

    private const int CheckedScene = 500, CheckedDrawings = 24;

    /// <summary>Every so many creatures one of a combination that the base was not trained on.</summary>
    private const int HeldOutEvery = 5;

    /// <summary>Every so many pictures one that has gone through the VAE, a little disturbed: samples are not as clean as drawings.</summary>
    private const int ReconstructedEvery = 5;

    private const long WorldSeed = 9101, CentreSeed = 9102;
    private const int CentreCreatures = 256;

    private readonly Judge judge;
    private readonly Tensor centre;

    private StudyJudge(Judge judge)
    {
        this.judge = judge;
        using var scope = NewDisposeScope();
        var world = Pictures.Draw(CentreCreatures, i => CreaturePainter.Paint(CreatureWorld.HeldOut(CentreSeed, i), CentreSeed, i));
        centre = judge.Features(world).mean([0], keepdim: true).DetachFromDisposeScope(); // (1, F)
    }

    /// <summary>Reads it from the file, or trains it and writes the file, so that a study that was cut goes on with the same judge.</summary>
    public static StudyJudge ReadOrTrain(string file, IReadOnlyList<Subject> subjects, StudySize size, long seed, QwenImageVae vae, Action<string> say)
    {
        int[] values = [.. Trait.All.Take(Trait.Asked).Select(trait => trait.Values), subjects.Count + 1];
        if (!File.Exists(file))
        {
            random.manual_seed(seed);
            using var data = Data(subjects, size, vae);
            using var trained = Judge.Train(data, values, size.JudgeSteps, say);
            trained.Write(file);
        }

        return new StudyJudge(Judge.Read(file, values));
    }

    /// <summary>(N, F): φ of pictures.</summary>
    public Tensor Features(Tensor pictures)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        return nn.functional.normalize(judge.Features(pictures) - centre, dim: 1).MoveToOuterDisposeScope();
    }

    /// <summary>Of each picture the share of what was asked for that is there; what a scene leaves open does not count.</summary>
    public double[] Following(Tensor pictures, IReadOnlyList<SubjectScene> scenes)
    {
        using var scope = NewDisposeScope();
        var labels = Labels(scenes, subject: 0);                                       // (N, asked + 1)
        var asked = (labels != Trait.Unknown).narrow(1, 0, Trait.Asked);               // (N, asked)
        var found = judge.Found(pictures, labels).narrow(1, 0, Trait.Asked) & asked;
        return [.. (found.to(float32).sum(1) / asked.to(float32).sum(1)).data<float>().Select(share => (double)share)];
    }

    /// <summary>On scenes that it has not learned from and that nothing is measured with: what it says of samples is worth no more.</summary>
    public void SayAccuracy(IReadOnlyList<Subject> subjects, Action<string> say)
    {
        using var scope = NewDisposeScope();
        List<JudgeData> drawn = [.. subjects.Select((subject, i) => Drawings(subject, i + 1, CheckedDrawings, CheckedScene))];
        var labels = cat([.. drawn.Select(part => part.Labels)]);                      // (N, asked + 1)
        var found = judge.Found(cat([.. drawn.Select(part => part.Pictures)]), labels);
        var (right, asked) = (found.to(int64).sum([0L]).data<long>().ToArray(), (labels != Trait.Unknown).to(int64).sum([0L]).data<long>().ToArray());
        var shares = Trait.All.Take(Trait.Asked).Select(trait => trait.Name).Append("who").Index().Where(one => asked[one.Index] > 0)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Item} {(double)right[one.Index] / asked[one.Index]:0%}"));
        say(string.Create(CultureInfo.InvariantCulture, $"judge on {labels.shape[0]} drawings that it has not seen: {string.Join(", ", shares)}"));
    }

    public void Dispose()
    {
        centre.Dispose();
        judge.Dispose();
    }

    private static JudgeData Data(IReadOnlyList<Subject> subjects, StudySize size, QwenImageVae vae)
    {
        using var scope = NewDisposeScope();
        List<JudgeData> drawn = [Creatures(size.JudgeCreatures), .. subjects.Select((subject, i) => Drawings(subject, i + 1, size.JudgeDrawings, FirstScene))];
        var (pictures, labels) = (cat([.. drawn.Select(part => part.Pictures)]), cat([.. drawn.Select(part => part.Labels)]));
        var some = arange(0, pictures.shape[0], ReconstructedEvery);
        var shown = new JudgeData(pictures.index_select(0, some), labels.index_select(0, some)).Through(vae, JudgeData.Disturb);
        return new JudgeData(cat([pictures, shown.Pictures]).MoveToOuterDisposeScope(), cat([labels, shown.Labels]).MoveToOuterDisposeScope());
    }

    private static JudgeData Creatures(int count)
    {
        Creature Creature(int i) => i % HeldOutEvery == 0 ? CreatureWorld.HeldOut(WorldSeed, i) : CreatureWorld.Trained(WorldSeed, i);
        var labels = Enumerable.Range(0, count).Select(i => tensor([.. Trait.All.Take(Trait.Asked).Select(trait => (long)trait.OfCreature(Creature(i))), 0L]));
        return new JudgeData(Pictures.Draw(count, i => CreaturePainter.Paint(Creature(i), WorldSeed, i)), stack([.. labels]));
    }

    private static JudgeData Drawings(Subject subject, int number, int count, int firstScene)
    {
        var scenes = Enumerable.Range(firstScene, count).Select(subject.HeldOut).ToList();
        return new JudgeData(Pictures.Draw(count, i => scenes[i].Draw(0, CreatureWorld.Side)), Labels(scenes, number));
    }

    private static Tensor Labels(IReadOnlyList<SubjectScene> scenes, long subject) => stack([.. scenes.Select(scene => tensor([.. scene.Traits, subject]))]);
}
