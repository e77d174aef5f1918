namespace EmoVoid.Benchmarks.RightAdvice.Measures;

/// <summary>What was seen of one checkpoint, sample by sample: the same prompts and noise for each checkpoint of a run.</summary>
/// <param name="Likeness">Cosine to held-out drawings of the scene asked for, −1..1, of each sample.</param>
/// <param name="Following">The share of the other things asked for that is there, of each sample.</param>
/// <param name="Copied">How much nearer the nearest training picture is than the nearest held-out drawing, 0..1, of each sample.</param>
/// <param name="Kept">Cosine to the base's own picture, −1..1, of each prompt without the subject.</param>
internal sealed record CheckpointMeasures(IReadOnlyList<double> Likeness, IReadOnlyList<double> Following, IReadOnlyList<double> Copied, IReadOnlyList<double> Kept)
{
    /// <summary>Every second sample and prompt: what is chosen by one half can be judged by the other.</summary>
    /// <param name="first">0 or 1. With a single sample both halves are that one.</param>
    public CheckpointMeasures HalfFrom(int first)
    {
        IReadOnlyList<double> Of(IReadOnlyList<double> all) => all.Count < 2 ? all : [.. all.Where((_, i) => i % 2 == first)];
        return new CheckpointMeasures(Of(Likeness), Of(Following), Of(Copied), Of(Kept));
    }
}

/// <summary>What the measures of a subject are held against; the same for all checkpoints of all its runs.</summary>
/// <param name="BaseLikeness">Of the base without LoRA.</param>
/// <param name="DrawingLikeness">Of another drawing of the scene asked for.</param>
/// <param name="DrawingFollowing">The share of what they show that the judge finds in drawings.</param>
/// <param name="DrawingCopied">Of drawings of the scenes asked for, which copy nothing.</param>
internal sealed record MeasureScale(double BaseLikeness, double DrawingLikeness, double DrawingFollowing, double DrawingCopied);
