using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>The first steps of models that differ in width, in depth, and in the LoRA's setting.</summary>
internal sealed class EffectStudy(DemoSamples demo, AlphaAndWidthOptions options, Action<string> say)
{
    private const int MostStepsOfAnima = 16;

    private static readonly LoraSetting[] InNanosSize =
        [LoraSetting.Guide, new(4, 4), new(4, 16), new(4, 32), new(4, 64), new(4, 128), new(16, 4), new(16, 128), LoraSetting.Guide with { HoldsNorm = false }, new(16, 128, HoldsNorm: false)];

    private static readonly ModelShape[] Small = [new(128, 7), new(384, 7), new(192, 2), new(192, 14), new(192, 28), new(768, 2)];

    /// <summary>A step of the last takes as long as two hundred of the small base.</summary>
    private static readonly ModelShape[] Large = [new(768, 7), new(768, 14), new(1536, 7), ModelShape.Anima];

    public IEnumerable<EffectRow> Measure()
    {
        for (var seed = 1L; seed <= options.Seeds; seed++)
            foreach (var row in Shipped(seed).Concat(Random(ModelShape.Nano, seed, InNanosSize)).Concat(Small.SelectMany(shape => Random(shape, seed, [LoraSetting.Guide]))))
                yield return row;
        for (var seed = 1L; seed <= options.LargeSeeds; seed++)
            foreach (var row in Large.SelectMany(shape => Random(shape, seed, [LoraSetting.Guide])))
                yield return row;
    }

    private IEnumerable<EffectRow> Shipped(long seed)
    {
        using var scope = NewDisposeScope();
        using var dit = AnimaDit.Load(demo.Model.Dit, Placement.Reference);
        foreach (var row in Of(dit, ModelShape.Nano, shipped: true, TaughtPicture.WithCaptions(demo.All), seed, InNanosSize))
            yield return row;
    }

    private IEnumerable<EffectRow> Random(ModelShape shape, long seed, IEnumerable<LoraSetting> settings)
    {
        using var scope = NewDisposeScope();
        using var dit = shape.Random(seed);
        foreach (var row in Of(dit, shape, shipped: false, TaughtPicture.WithRandomContexts(demo.All, shape.Context), seed, settings))
            yield return row;
    }

    private IEnumerable<EffectRow> Of(AnimaDit dit, ModelShape shape, bool shipped, IReadOnlyList<TaughtPicture> pictures, long seed, IEnumerable<LoraSetting> settings)
    {
        foreach (var setting in settings)
        {
            say($"{shape}{(shipped ? ", shipped" : "")}, {setting}, seed {seed}");
            foreach (var point in StepEffect.Measure(dit, pictures, setting, seed, StepsOf(shape)))
                yield return new EffectRow(shape, shipped, setting, seed, point);
        }
    }

    private int StepsOf(ModelShape shape) => shape == ModelShape.Anima ? Math.Min(options.Steps, MostStepsOfAnima) : options.Steps;
}
