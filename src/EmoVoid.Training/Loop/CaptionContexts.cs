using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Caching;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>The contexts of captions: found in the cache, or computed by the text encoder and the adapter, which are gone afterwards.</summary>
internal sealed class CaptionContexts(ModelPlan model, TensorCache cache, ModelFileHashes hashes, Device device, Action<TrainerEvent> say)
{
    /// <summary>Changes whenever the way to a context does, so that no older cache is taken for the new one.</summary>
    private const string Version = "1";

    /// <returns>By caption: (n, D) float32 on the CPU, the rows that have a token.</returns>
    /// <exception cref="OperationCanceledException">Stopped meanwhile; what was computed is in the cache.</exception>
    public Dictionary<string, Tensor> Of(IReadOnlyCollection<string> captions, CancellationToken stop)
    {
        var models = ContentHash.Of([hashes.Of(model.TextEncoder), hashes.Of(model.Dit), .. TokenizerHashes()]);
        using var encoder = new Late<CaptionEncoder>(() => CaptionEncoder.Load(model, Placements.ForFrozen(device)));
        var contexts = new Dictionary<string, Tensor>();
        foreach (var caption in captions)
        {
            stop.ThrowIfCancellationRequested();
            var key = ContentHash.Of("context", Version, caption, models, Placements.ForFrozen(device).Name());
            contexts[caption] = cache.GetOrCompute("contexts", key, () => encoder.Value.Encode(caption, Tell));
            say(new Preparing("captions", contexts.Count, captions.Count));
        }

        return contexts;
    }

    private void Tell(string note) => say(new Noted(note));

    private IEnumerable<string> TokenizerHashes() =>
        Directory.EnumerateFiles(model.Tokenizers, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(hashes.Of);
}
