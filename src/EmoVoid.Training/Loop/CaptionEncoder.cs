using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Text;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>Caption → context: both tokenizers, Qwen3 and the LLM adapter, loaded together and freed together.</summary>
internal sealed class CaptionEncoder(PromptTokenizer tokenizer, Qwen3 qwen, LlmAdapter adapter) : IDisposable
{
    public static CaptionEncoder Load(ModelPlan model, Placement placement)
    {
        var tokenizer = PromptTokenizer.Load(model.Tokenizers);
        var qwen = Qwen3.Load(model.TextEncoder, placement);
        try
        {
            return new CaptionEncoder(tokenizer, qwen, LlmAdapter.Load(model.Dit, placement));
        }
        catch
        {
            qwen.Dispose();
            throw;
        }
    }

    /// <param name="note">Told when the caption is longer than the model reads.</param>
    /// <returns>(n, D): the rows that have a T5 token. Those after them are zero.</returns>
    public Tensor Encode(string caption, Action<string> note)
    {
        using var scope = NewDisposeScope();
        var tokens = tokenizer.Encode(caption);
        if (Math.Max(tokens.QwenDropped, tokens.T5Dropped) is > 0 and var dropped)
            note($"A caption is {dropped} tokens longer than the {PromptTokens.Length} that the model reads; its end is ignored: {caption[..Math.Min(60, caption.Length)]}…");
        var context = new TextTokens(Row(tokens.QwenIds), Row(tokens.QwenMask), Row(tokens.T5Ids), Row(tokens.T5Mask)).Context(qwen, adapter);
        return context[0].narrow(0, 0, tokens.T5Count).to(float32).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        adapter.Dispose();
        qwen.Dispose();
    }

    private Tensor Row(long[] ids) => tensor(ids).unsqueeze(0).to(qwen.Placement.Device);      // (1, 512)
}
