using EmoVoid.Benchmarks.NanoQuality;
using EmoVoid.Benchmarks.RightAdvice.Subjects;
using EmoVoid.Benchmarks.Sampling;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Pretraining.World;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.RightAdvice.Measures;

/// <summary>Measures checkpoints of one subject, by scenes and drawings that no optimizer has seen.</summary>
internal sealed class SubjectMeasure : IDisposable
{
    /// <summary>Of the noise of samples with the subject, and of those without.</summary>
    private const long NoiseSeed = 171, OtherNoiseSeed = 172;

    /// <summary>Of the creatures that are asked for without the subject.</summary>
    private const long OthersSeed = 173;

    /// <summary>Which drawings of a held-out scene a sample is compared with; number 0 is looked at as a sample would be.</summary>
    private static readonly int[] References = [1, 2];

    /// <summary>How many pictures there are to look at.</summary>
    private const int Shown = 4;

    private readonly BatchSampler sampler;
    private readonly StudyJudge judge;
    private readonly List<SubjectScene> scenes;
    private readonly EncodedPrompts asked, others;
    private readonly List<Tensor> references;
    private readonly Tensor baseOthers;
    private readonly CopyMeasure copies;

    /// <param name="samples">How many of the held-out scenes are drawn for each checkpoint.</param>
    /// <param name="otherPrompts">How many prompts without the subject.</param>
    public SubjectMeasure(Subject subject, BatchSampler sampler, StudyJudge judge, int samples, int otherPrompts)
    {
        (this.sampler, this.judge) = (sampler, judge);
        using var scope = NewDisposeScope();
        var heldOut = Enumerable.Range(0, Subject.HeldOutPictures).Select(subject.HeldOut).ToList();
        scenes = heldOut[..samples];
        asked = sampler.Encode([.. scenes.Select(scene => scene.Prompt)], NoiseSeed);
        others = sampler.Encode([.. Enumerable.Range(0, otherPrompts).Select(i => CreatureCaptions.Tags(CreatureWorld.HeldOut(OthersSeed, i)))], OtherNoiseSeed);
        references = [.. References.Select(number => judge.Features(Drawn(scenes, number)).DetachFromDisposeScope())];
        baseOthers = judge.Features(sampler.Sample(others, null)).DetachFromDisposeScope();
        copies = new CopyMeasure([.. Enumerable.Range(0, subject.Pictures).Select(subject.Trained)], heldOut);

        var (bare, drawn) = (sampler.Sample(asked, null), Drawn(scenes, 0));
        Scale = new MeasureScale(Likeness(bare).Average(), Likeness(drawn).Average(), judge.Following(drawn, scenes).Average(), copies.Of(drawn).Average());
        (OfBase, Drawings) = (First(bare), First(drawn));
    }

    public MeasureScale Scale { get; }

    /// <summary>The prompts of the pictures to look at, of which there are a few of everything.</summary>
    public IReadOnlyList<string> ShownPrompts => [.. scenes.Take(Shown).Select(scene => scene.Prompt)];

    public IReadOnlyList<RgbImage> OfBase { get; }

    public IReadOnlyList<RgbImage> Drawings { get; }

    /// <returns>The measures, and the pictures to look at.</returns>
    public (CheckpointMeasures Measures, IReadOnlyList<RgbImage> Shown) Measure(string loraFile)
    {
        using var scope = NewDisposeScope();
        var (pictures, without) = (sampler.Sample(asked, loraFile), sampler.Sample(others, loraFile));
        var measures = new CheckpointMeasures(
            Likeness(pictures), judge.Following(pictures, scenes), copies.Of(pictures), Numbers((judge.Features(without) * baseOthers).sum(1)));
        return (measures, First(pictures));
    }

    public void Dispose()
    {
        asked.Dispose();
        others.Dispose();
        references.ForEach(reference => reference.Dispose());
        baseOthers.Dispose();
        copies.Dispose();
    }

    private static List<RgbImage> First(Tensor pictures) => [.. Enumerable.Range(0, (int)Math.Min(Shown, pictures.shape[0])).Select(i => Pictures.ToImage(pictures[i]))];

    private double[] Likeness(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var own = judge.Features(pictures);                                            // (N, F)
        return Numbers(stack([.. references.Select(reference => (own * reference).sum(1))]).mean([0]));
    }

    private static double[] Numbers(Tensor values) => [.. values.data<float>().Select(value => (double)value)];

    private static Tensor Drawn(List<SubjectScene> scenes, int number) => Pictures.Draw(scenes.Count, i => scenes[i].Draw(number, CreatureWorld.Side));
}
