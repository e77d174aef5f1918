using EmoVoid.Contracts.Models;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>What a run writes to the daemon's disk, in bytes, by arithmetic from the sizes of its model.</summary>
/// <param name="Certain">Whatever the light does: the checkpoints of the interval and the last one, the state beside them, the recommended copy, the caches.</param>
/// <param name="Perhaps">On top: as many checkpoints again, for the light, and captions of as many tokens as the model reads.</param>
/// <remarks>
/// A LoRA has r (inputs + outputs) parameters for each matrix, 2 bytes each (bfloat16) in a checkpoint and 4 (float32) in the state that a stopped
/// run goes on from; while that state is replaced, it is there twice. A picture's latent has one number a channel for 8 × 8 pixels, and a caption's context D numbers
/// for each of its tokens, all of 4 bytes. What is in the cache already is counted too: the cache may be emptied.
/// </remarks>
internal sealed record DiskEstimate(long Certain, long Perhaps)
{
    private const int CheckpointBytes = 2, StateBytes = 4, CacheBytes = 4, StateCopies = 2;

    /// <summary>Names and shapes of a layer's three tensors in a file's header.</summary>
    private const int HeaderBytesOfLayer = 512;

    /// <summary>A pixel of a latent stands for 8 × 8 of the picture.</summary>
    private const int LatentPixel = 8;

    /// <param name="sizes">Null when they are not known, as of the built-in model before its first use: then its checkpoints, which are small, are left out.</param>
    internal static DiskEstimate Of(TrainPlan train, BaseModelSizes? sizes, IReadOnlyList<DatasetImage> images) => OfAll([train], sizes, images);

    /// <summary>Of runs of one folder: each has checkpoints of its own. The states of those that wait are not there yet, and the caches may be the same.</summary>
    /// <param name="trains">At least one.</param>
    /// <inheritdoc cref="Of"/>
    internal static DiskEstimate OfAll(IReadOnlyList<TrainPlan> trains, BaseModelSizes? sizes, IReadOnlyList<DatasetImage> images)
    {
        var checkpoints = trains.Sum(train => Saves(train) * CheckpointOf(train, sizes?.Dit));
        var recommended = trains.Sum(train => CheckpointOf(train, sizes?.Dit));
        var state = sizes is null ? 0 : trains.Max(train => StateBytes * sizes.Dit.LoraWeights(train.Rank));
        var contexts = trains.Select(train => Contexts(train.Batches, sizes?.Dit, images)).MaxBy(context => context.Most);
        return new DiskEstimate(
            Certain: checkpoints + recommended + StateCopies * state + trains.Max(train => Latents(train, sizes?.Dit, images.Count)) + contexts.Fewest,
            Perhaps: checkpoints + contexts.Most - contexts.Fewest);
    }

    private static long Saves(TrainPlan train) => (train.Steps + train.SaveEvery - 1L) / train.SaveEvery;

    private static long CheckpointOf(TrainPlan train, AnimaDitSizes? dit) => dit is null ? 0 :
        CheckpointBytes * dit.LoraWeights(train.Rank) + (long)dit.Blocks * dit.BlockMatrices.Count * HeaderBytesOfLayer;

    private static long Latents(TrainPlan train, AnimaDitSizes? dit, int images)
    {
        const int usualChannels = 16; // of the Qwen-Image VAE and of anima-nano's
        var side = train.Resolution / LatentPixel;
        return images * (train.Batches.Flip ? 2L : 1L) * CacheBytes * (dit?.Channels ?? usualChannels) * side * side;
    }

    private static (long Fewest, long Most) Contexts(BatchPlan batches, AnimaDitSizes? dit, IReadOnlyList<DatasetImage> images)
    {
        var row = CacheBytes * (dit?.CrossAttention.ContextWidth ?? 0);
        var captions = images.Select(image => image.Caption ?? "").Distinct(StringComparer.Ordinal).ToList();
        // A word has at least one token. Orders of the tags may come out alike, so only one a caption is certain.
        var fewest = captions.Sum(caption => Math.Min(Words(caption), AnimaDitSizes.ContextRows));
        return (fewest * row, captions.Count * (long)batches.CaptionVariants * AnimaDitSizes.ContextRows * row);
    }

    private static long Words(string caption) => caption.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
