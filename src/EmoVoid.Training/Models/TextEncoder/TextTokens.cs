using static TorchSharp.torch;

namespace EmoVoid.Training.Models.TextEncoder;

/// <summary>From the token ids of captions to the context that the DiT attends to: Qwen3, then the adapter.</summary>
/// <param name="QwenIds">(B, S) int64, padded on the right; S may be as short as the longest caption, but at least 1.</param>
/// <param name="QwenMask">(B, S), not 0 where there is a token.</param>
/// <param name="T5Ids">(B, L) int64, padded to the context's length, which is 512 for Anima: the DiT attends to every row.</param>
/// <param name="T5Mask">(B, L), not 0 where there is a token.</param>
public sealed record TextTokens(Tensor QwenIds, Tensor QwenMask, Tensor T5Ids, Tensor T5Mask)
{
    /// <returns>(B, L, D): what may be kept for a caption instead of both models.</returns>
    public Tensor Context(Qwen3 qwen, LlmAdapter adapter)
    {
        using var scope = NewDisposeScope();
        var states = qwen.Forward(QwenIds, QwenMask);                                  // (B, S, D_s)
        return adapter.Forward(states, QwenMask, T5Ids, T5Mask).MoveToOuterDisposeScope();
    }
}
