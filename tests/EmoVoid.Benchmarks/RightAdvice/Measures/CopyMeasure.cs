using EmoVoid.Benchmarks.NanoQuality;
using EmoVoid.Benchmarks.RightAdvice.Subjects;
using EmoVoid.Training.Pretraining.World;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.RightAdvice.Measures;

/// <summary>Whether pictures are nearer to those that were trained on than to as many others of the same subject.</summary>
internal sealed class CopyMeasure : IDisposable
{
    private const int Shrink = 4;

    private readonly List<SubjectScene> heldOut;
    private readonly Tensor training, others;

    /// <param name="trained">The scenes that were trained on.</param>
    /// <param name="heldOut">The first of them are those that pictures are asked for.</param>
    public CopyMeasure(List<SubjectScene> trained, List<SubjectScene> heldOut)
    {
        this.heldOut = heldOut;
        using var scope = NewDisposeScope();
        training = Flat(Drawn(trained, 0)).DetachFromDisposeScope();                   // (T, P)
        others = Flat(Drawn(heldOut, 3)).DetachFromDisposeScope();                     // (H, P)
    }

    /// <summary>Of each picture max(0, 1 − d/d′): d to the nearest training picture, d′ to the nearest of as many held-out drawings of other scenes.</summary>
    /// <param name="pictures">Of the first held-out scenes, in their order.</param>
    public double[] Of(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var flat = Flat(pictures);                                                     // (N, P)
        var (toTraining, toOthers) = (cdist(flat, training), cdist(flat, others));     // (N, T), (N, H)
        return [.. Enumerable.Range(0, (int)pictures.shape[0]).Select(i =>
        {
            var near = toTraining[i].min().item<float>();
            var other = toOthers[i].index_select(0, tensor(OtherScenes(i))).min().item<float>();
            return Math.Max(0, 1 - near / (double)other);
        })];
    }

    public void Dispose()
    {
        training.Dispose();
        others.Dispose();
    }

    /// <summary>Those that follow in the circle of held-out scenes and show something else: as many as were trained on, or all there are.</summary>
    private long[] OtherScenes(int scene) =>
        [.. Enumerable.Range(1, heldOut.Count - 1).Select(i => (scene + i) % heldOut.Count).Where(i => heldOut[i].Prompt != heldOut[scene].Prompt).Take((int)training.shape[0]).Select(i => (long)i)];

    private static Tensor Drawn(List<SubjectScene> scenes, int number) => Pictures.Draw(scenes.Count, i => scenes[i].Draw(number, CreatureWorld.Side));

    /// <summary>At a quarter of the size, scaled so that a distance is the root mean square of a level.</summary>
    private static Tensor Flat(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var small = nn.functional.avg_pool2d(pictures.to(float32), Shrink).flatten(1);
        return (small / Math.Sqrt(small.shape[1])).MoveToOuterDisposeScope();
    }
}
