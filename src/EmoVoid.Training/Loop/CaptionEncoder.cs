using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Text;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>Caption → context: Qwen3 and the LLM adapter, loaded together and freed together.</summary>
internal sealed class CaptionEncoder(PromptTokenizer tokenizer, Qwen3 qwen, LlmAdapter adapter) : IDisposable
{
    public static CaptionEncoder Load(ModelPlan model, PromptTokenizer tokenizer, Placement placement)
    {
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

    /// <returns>(n, D): the rows that have a T5 token. Those after them are zero.</returns>
    public Tensor Encode(string caption)
    {
        using var scope = NewDisposeScope();
        var tokens = tokenizer.Encode(caption);
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
