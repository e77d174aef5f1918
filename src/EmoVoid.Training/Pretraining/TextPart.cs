using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Text;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>Captions to contexts, in training: short rows, and gradients to both models.</summary>
internal sealed class TextPart(PromptTokenizer tokenizer, Qwen3 qwen, LlmAdapter adapter)
{
    private readonly Dictionary<string, PromptTokens> known = [];

    /// <summary>
    /// The context without its many zero rows. A zero row is a key with logit 0 and a value of 0, so n of them weigh as much as a single one with
    /// the logit ln n: attending to 512 rows gives the same.
    /// </summary>
    /// <returns>(B, S, D_c): the rows of the longest caption and one zero row; (B, 1, 1, S): logits to add.</returns>
    public (Tensor Rows, Tensor Weights) Context(IReadOnlyList<string> captions)
    {
        using var scope = NewDisposeScope();
        var tokens = captions.Select(Tokens).ToList();
        var (s, l) = (Math.Max(1, tokens.Max(caption => caption.QwenCount)), Math.Min(PromptTokens.Length, tokens.Max(caption => caption.T5Count) + 1));
        var batch = new TextTokens(
            Rows(tokens, caption => caption.QwenIds, s), Rows(tokens, caption => caption.QwenMask, s),
            Rows(tokens, caption => caption.T5Ids, l), Rows(tokens, caption => caption.T5Mask, l));
        var context = batch.Context(qwen, adapter);                                    // (B, S, D_c)
        var weights = tensor(tokens.SelectMany(caption => LogWeights(caption.T5Count, l)).ToArray()).reshape(tokens.Count, 1, 1, l);
        return (context.MoveToOuterDisposeScope(), weights.MoveToOuterDisposeScope());
    }

    /// <summary>0 for a caption's own rows; what stands for the zero rows shares their number.</summary>
    private static IEnumerable<float> LogWeights(int count, int length) =>
        Enumerable.Range(0, length).Select(row => row < count ? 0 : (float)Math.Log((double)(PromptTokens.Length - count) / (length - count)));

    private PromptTokens Tokens(string caption) =>
        known.TryGetValue(caption, out var tokens) ? tokens : known[caption] = tokenizer.Encode(caption);

    private static Tensor Rows(IEnumerable<PromptTokens> tokens, Func<PromptTokens, long[]> row, int length) =>
        stack([.. tokens.Select(caption => tensor(row(caption)).narrow(0, 0, length))]);
}
