using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Data.Captions;

/// <summary>The texts that a caption is shown as: itself, or several orders of its tags.</summary>
/// <remarks>
/// Kohya's scripts shuffle anew at every step, for which the text encoder must stay in memory. A fixed number of orders can be encoded
/// beforehand: a run of a few hundred steps sees each picture some dozens of times, and hardly misses the others.
/// </remarks>
public static class CaptionVariants
{
    /// <param name="seed">The run's.</param>
    /// <param name="sample">The picture's number in the plan.</param>
    /// <returns>At least one text, none twice. A caption of few tags has fewer orders than were asked for.</returns>
    public static IReadOnlyList<string> Of(string caption, BatchPlan batches, long seed, int sample)
    {
        if (!batches.ShuffleTags)
            return [caption];
        var tags = caption.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. Enumerable.Range(0, batches.CaptionVariants)
            .Select(variant => string.Join(", ", Shuffled(tags, batches.KeepTags, new Draw(seed, Purpose.TagOrder, variant, sample))))
            .Distinct()];
    }

    private static string[] Shuffled(string[] tags, int kept, Draw draw)
    {
        string[] shuffled = [.. tags];
        draw.Shuffle(shuffled.AsSpan(Math.Min(kept, tags.Length)));
        return shuffled;
    }
}
