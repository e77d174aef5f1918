using System.Globalization;
using EmoVoid.Benchmarks.Sampling;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Pretraining.World;
using EmoVoid.Training.Sampling;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>Whether the base draws what is asked for: prompts of combinations it was never trained on.</summary>
internal sealed class AttributeMeasure(Judge judge, Scorecard score)
{
    private const double Goal = 0.9;
    private const long Seed = 31, SampleSeed = 77;
    private const int Drawings = 256, MostShown = 24, Columns = 4;

    /// <summary>The judge's own accuracy: what it says of samples is worth no more.</summary>
    public void SayOfJudge(QwenImageVae vae)
    {
        using var scope = NewDisposeScope();
        var drawn = JudgeData.HeldOut(Drawings);
        score.Say("judge on held-out drawings", Shares(judge.Accuracy(drawn)));
        score.Say("judge on their reconstructions", Shares(judge.Accuracy(drawn.Through(vae))));
    }

    public void Run(BatchSampler sampler, int count, string? sheets)
    {
        using var scope = NewDisposeScope();
        List<Creature> asked = [.. Enumerable.Range(0, count).Select(i => CreatureWorld.HeldOut(Seed, i))];
        List<string> prompts = [.. asked.Select(CreatureCaptions.Tags)];
        using var encoded = sampler.Encode(prompts, SampleSeed);
        var samples = sampler.Sample(encoded, null);                                   // (N, 3, H, W)
        var found = judge.Found(samples, JudgeData.LabelsOf(asked)).narrow(1, 0, Trait.Asked); // (N, asked traits)
        var shares = found.to(float32).mean([0]).data<float>().Select(share => (double)share).ToArray();
        score.Judge("attribute accuracy", $"{shares.Average():0.0%} of {count} samples × {Trait.Asked} attributes", "≥ 90 %", shares.Average() >= Goal);
        score.Say("  by attribute", Shares(shares));
        if (sheets is not null)
            WriteSheet(Path.Combine(sheets, "base.png"), prompts, samples, found);
    }

    private static void WriteSheet(string file, List<string> prompts, Tensor samples, Tensor found)
    {
        var shown = Math.Max(1, Math.Min(MostShown, prompts.Count) / Columns) * Columns;
        var rows = Enumerable.Range(0, Math.Min(shown, prompts.Count)).Chunk(Columns).Where(row => row.Length == Columns).Select(row => new SheetRow(
            string.Join("   ", row.Select((i, column) => $"{column + 1}: {prompts[i]}{Missed(found[i])}")), [.. row.Select(i => Pictures.ToImage(samples[i]))]));
        SheetRenderer.Write(new ContactSheet("anima-nano: held-out combinations", "in brackets: what the judge did not find", [.. Enumerable.Range(1, Columns).Select(i => new SheetColumn($"{i}", ""))], [.. rows]), file);
    }

    private static string Missed(Tensor found)
    {
        var missed = found.data<bool>().Index().Where(one => !one.Item).Select(one => Trait.All[one.Index].Name).ToList();
        return missed.Count == 0 ? "" : $" [{string.Join(", ", missed)}]";
    }

    private static FormattableString Shares(double[] shares) =>
        $"{string.Join("  ", shares.Take(Trait.Asked).Select((share, i) => string.Create(CultureInfo.InvariantCulture, $"{Trait.All[i].Name} {share:0.0%}")))}";
}
