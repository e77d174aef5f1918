using EmoVoid.Benchmarks.Sampling;
using EmoVoid.Training.Pretraining.World;
using EmoVoid.Training.Sampling;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>What the demo's LoRA has learned: scenes of Mochi that are not in the data set, with and without it.</summary>
/// <remarks>
/// Every sample is compared with drawings of Mochi in the scene that was asked for, by the cosine of the judge's features less their mean over all
/// creatures. Scene and style are the same on both sides, so what differs is who stands there. Two drawings of one scene bound it from above.
/// </remarks>
internal sealed class MochiMeasure(Judge judge, Scorecard score)
{
    /// <summary>Of the way from the base's likeness to that of a drawing: more than half of what could be learned has been.</summary>
    private const double LikenessGoal = 0.5;

    /// <summary>Of the distance at which a held-out drawing has its nearest training picture: half as far is a copy.</summary>
    private const double CopyShare = 0.5;

    private const long Seed = 61, SampleSeed = 77;
    private const int Neighbours = 4, Creatures = 256, Shown = 8;

    public void Run(BatchSampler sampler, string lora, int count, string? sheets)
    {
        using var scope = NewDisposeScope();
        List<MochiScene> scenes = [.. Enumerable.Range(0, count).Select(i => MochiWorld.HeldOut(Seed, i))];
        List<string> prompts = [.. scenes.Select(MochiCaptions.Tags)];
        using var encoded = sampler.Encode(prompts, SampleSeed);
        var (bare, taught) = (sampler.Sample(encoded, null), sampler.Sample(encoded, lora)); // (N, 3, H, W)
        var drawn = Draw(scenes, Seed);
        SayLikeness(scenes, bare, taught, drawn);
        SayCopies(taught, drawn);
        if (sheets is not null)
            WriteSheet(Path.Combine(sheets, "mochi.png"), prompts, bare, taught, drawn);
    }

    private void SayLikeness(List<MochiScene> scenes, Tensor bare, Tensor taught, Tensor drawn)
    {
        var centre = judge.Features(JudgeData.HeldOut(Creatures).Pictures).mean([0], keepdim: true); // (1, F)
        Tensor Unit(Tensor pictures) => nn.functional.normalize(judge.Features(pictures) - centre, dim: 1); // (N, F)
        List<Tensor> references = [.. Enumerable.Range(1, Neighbours).Select(i => Unit(Draw(scenes, Seed + i)))];
        double Likeness(Tensor pictures) => references.Average(reference => (Unit(pictures) * reference).sum(1).mean().item<float>());
        var (least, reached, most) = (Likeness(bare), Likeness(taught), Likeness(drawn));
        var way = (reached - least) / (most - least);
        score.Judge("likeness to Mochi", $"base {least:0.000}, recommended {reached:0.000}, a drawing {most:0.000}: {way:0%} of the way", "≥ 50 %", way >= LikenessGoal);
        score.Say("  taken for Mochi", $"base {TakenForMochi(scenes, bare):0%}, recommended {TakenForMochi(scenes, taught):0%}, drawings {TakenForMochi(scenes, drawn):0%}");
        score.Say("  scene found", $"base {SceneFound(scenes, bare):0%}, recommended {SceneFound(scenes, taught):0%}, drawings {SceneFound(scenes, drawn):0%}");
    }

    private void SayCopies(Tensor taught, Tensor drawn)
    {
        var training = Flat(Draw([.. Enumerable.Range(0, MochiWorld.DemoPictures).Select(i => MochiWorld.Trained(MochiWorld.DemoSeed, i))], MochiWorld.DemoSeed));
        float[] Nearest(Tensor pictures) => cdist(Flat(pictures), training).min(1).values.data<float>().Order().ToArray(); // levels of 255, root mean square
        var (samples, drawings) = (Nearest(taught), Nearest(drawn));
        var usual = drawings[drawings.Length / 2];
        var copies = samples.Count(distance => distance < CopyShare * usual);
        score.Judge(
            "copies of training pictures",
            $"{copies} of {samples.Length}; nearest training picture at {samples[samples.Length / 2]:0.0} (median), {samples[0]:0.0} (least); of held-out drawings {usual:0.0}, {drawings[0]:0.0}",
            "none nearer than half the median of drawings", copies == 0);
    }

    private double TakenForMochi(List<MochiScene> scenes, Tensor pictures) => Shares(scenes, pictures)[^1];

    private double SceneFound(List<MochiScene> scenes, Tensor pictures) => Shares(scenes, pictures)[3..^1].Average();

    private double[] Shares(List<MochiScene> scenes, Tensor pictures) => judge.Accuracy(new JudgeData(pictures, JudgeData.LabelsOf(scenes)));

    private static void WriteSheet(string file, List<string> prompts, Tensor bare, Tensor taught, Tensor drawn)
    {
        var rows = Enumerable.Range(0, Math.Min(Shown, prompts.Count)).Select(i => new SheetRow(
            prompts[i], [.. new[] { bare, taught, drawn }.Select(pictures => Pictures.ToImage(pictures[i]))]));
        SheetRenderer.Write(
            new ContactSheet("Mochi in scenes that are not in the data set", "the same noise for base and LoRA", [new("base", ""), new("recommended", ""), new("drawn", "")], [.. rows]), file);
    }

    private static Tensor Draw(List<MochiScene> scenes, long seed) =>
        Pictures.Draw(scenes.Count, i => MochiPainter.Paint(scenes[i], seed, i, CreatureWorld.Side));

    /// <summary>Scaled so that a distance is the root mean square of a level.</summary>
    private static Tensor Flat(Tensor pictures) => pictures.to(float32).flatten(1) / Math.Sqrt(pictures[0].NumberOfElements);
}
