namespace EmoVoid.Training.Text;

/// <summary>A caption as the two tokenizers see it, each row filled up on the right to <see cref="Length"/>.</summary>
/// <param name="QwenIds">(512) ids for the text encoder.</param>
/// <param name="QwenCount">How many of them, from the left, are the caption; 0 for the empty caption.</param>
/// <param name="T5Ids">(512) ids for the LLM adapter.</param>
/// <param name="T5Count">How many of them are the caption with its <c>&lt;/s&gt;</c>; 1 for the empty caption.</param>
/// <param name="QwenDropped">Ids at the caption's end that did not fit.</param>
/// <param name="T5Dropped">Ids at the caption's end that did not fit; <c>&lt;/s&gt;</c> is always kept.</param>
public sealed record PromptTokens(long[] QwenIds, int QwenCount, long[] T5Ids, int T5Count, int QwenDropped = 0, int T5Dropped = 0)
{
    /// <summary>Rows of a context. The DiT attends over all of them, real or not.</summary>
    public const int Length = 512;

    /// <summary>How many tokens the whole caption has, by the tokenizer that makes more of it.</summary>
    public int Needed => Math.Max(QwenCount + QwenDropped, T5Count + T5Dropped);

    /// <summary>(512) 1 where a text encoder's id is the caption's, else 0.</summary>
    public long[] QwenMask => Mask(QwenCount);

    /// <summary>(512) 1 where an adapter's id is the caption's or its <c>&lt;/s&gt;</c>, else 0.</summary>
    public long[] T5Mask => Mask(T5Count);

    private static long[] Mask(int count)
    {
        var mask = new long[Length];
        mask.AsSpan(0, count).Fill(1);
        return mask;
    }
}
