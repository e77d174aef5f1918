using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Text;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>The contexts of captions: found in the cache, or computed by the text encoder and the adapter, which are gone afterwards.</summary>
internal sealed class CaptionContexts(ModelPlan model, TensorCache cache, ModelFileHashes hashes, Device device, Action<TrainerEvent> say)
{
    /// <summary>Changes whenever the way to a context does, so that no older cache is taken for the new one.</summary>
    private const string Version = "1";

    /// <summary>So many captions that are too long are named in a note.</summary>
    private const int MostNamed = 10;

    /// <returns>By caption: (n, D) float32 on the CPU, the rows that have a token.</returns>
    /// <exception cref="OperationCanceledException">Stopped meanwhile; what was computed is in the cache.</exception>
    public Dictionary<string, Tensor> Of(IReadOnlyCollection<string> captions, CancellationToken stop)
    {
        var models = hashes.OfText(model);
        var tokenizer = PromptTokenizer.Load(model);
        NoteTooLong(captions, tokenizer);
        using var encoder = new Late<CaptionEncoder>(() => CaptionEncoder.Load(model, tokenizer, Placements.ForFrozen(device)));
        var contexts = new Dictionary<string, Tensor>();
        foreach (var caption in captions)
        {
            stop.ThrowIfCancellationRequested();
            var key = ContentHash.Of("context", Version, caption, models, Placements.ForFrozen(device).Name());
            contexts[caption] = cache.GetOrCompute("contexts", key, () => encoder.Value.Encode(caption));
            say(new Preparing("captions", contexts.Count, captions.Count));
        }

        return contexts;
    }

    /// <summary>Counted for every run, whether or not the contexts are in the cache.</summary>
    private void NoteTooLong(IReadOnlyCollection<string> captions, PromptTokenizer tokenizer)
    {
        var tooLong = captions.Select(caption => (Caption: caption, Tokens: tokenizer.Encode(caption).Needed)).Where(item => item.Tokens > PromptTokens.Length).ToList();
        if (tooLong.Count == 0)
            return;
        var named = string.Join("; ", tooLong.Take(MostNamed).Select(item => $"'{item.Caption[..Math.Min(60, item.Caption.Length)]}…' has {item.Tokens}"));
        say(new Noted($"{tooLong.Count} of {captions.Count} captions have more tokens than the {PromptTokens.Length} that the model reads, and their end is ignored: {named}{(tooLong.Count > MostNamed ? "; …" : "")}."));
    }
}
