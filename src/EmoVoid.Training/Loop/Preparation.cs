using System.Globalization;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Text;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>
/// From the plan's files to samples: every latent and every context, computed once or found in the cache. The VAE, the text encoder and the
/// adapter are loaded only when something is not in the cache, and are gone before the DiT comes.
/// </summary>
public sealed class Preparation
{
    /// <summary>Changes whenever the way to a latent or a context does, so that no older cache is taken for the new one.</summary>
    private const string Version = "1";

    private readonly RunPlan plan;
    private readonly Device device;
    private readonly Action<TrainerEvent> say;
    private readonly TensorCache cache;
    private readonly ModelFileHashes hashes;

    public Preparation(RunPlan plan, Device device, Action<TrainerEvent> say)
    {
        (this.plan, this.device, this.say) = (plan, device, say);
        cache = new TensorCache(plan.CacheFolder);
        hashes = ModelFileHashes.In(plan.CacheFolder);
    }

    /// <summary>One sample for each of the plan's images, in its order. The tensors stay in memory for the whole run.</summary>
    /// <exception cref="TrainingException">Bad data: pictures cannot be read; the message names them all.</exception>
    /// <exception cref="OperationCanceledException">Stopped meanwhile; what was computed is in the cache.</exception>
    public IReadOnlyList<Sample> Run(CancellationToken stop)
    {
        var latents = Latents(stop);
        var contexts = Contexts(stop);
        return [.. plan.Dataset.Images.Zip(latents, (image, latent) =>
            new Sample(image.File, latent.Bucket, image.Repeats, latent.Tensor, contexts[image.Caption]))];
    }

    private List<(ImageSize Bucket, Tensor Tensor)> Latents(CancellationToken stop)
    {
        var bucketing = new Bucketing(BucketSettings.For(plan.Train.Resolution));
        var vaeHash = hashes.OfModel(plan.Model.Vae);
        using var vae = new Late<QwenImageVae>(() => QwenImageVae.Load(plan.Model.Vae, Placements.ForVae(device)));
        var problems = new List<string>();
        var latents = new List<(ImageSize, Tensor)>();
        foreach (var image in plan.Dataset.Images)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                latents.Add(Latent(Path.Combine(plan.Dataset.Folder, image.File), bucketing, vaeHash, vae));
            }
            catch (UnreadableImageException e)
            {
                problems.Add($"{image.File}: {e.Problem}");
            }

            say(new Preparing("latents", latents.Count + problems.Count, plan.Dataset.Images.Count));
        }

        return problems.Count == 0
            ? latents
            : throw new TrainingException(TrainerExitCode.BadData, $"{problems.Count} of {plan.Dataset.Images.Count} pictures cannot be used. {string.Join("; ", problems)}.");
    }

    private (ImageSize Bucket, Tensor Tensor) Latent(string file, Bucketing bucketing, string vaeHash, Late<QwenImageVae> vae)
    {
        var bytes = ImageDecoder.ReadFile(file);
        var fit = bucketing.Fit(ImageDecoder.SizeOf(bytes, file));
        var crop = string.Create(CultureInfo.InvariantCulture, $"{fit.Resized} {fit.Left},{fit.Top} {fit.Bucket}");
        var key = ContentHash.Of("latent", Version, ContentHash.Of(bytes), crop, vaeHash, Placements.ForVae(device).Name());
        var latent = cache.GetOrCompute("latents", key, () =>
        {
            using var scope = NewDisposeScope();
            var pixels = ToPixels(ImageDecoder.Decode(bytes, file, fit)).to(device);           // (1, 3, H, W) −1..1
            return vae.Value.Encode(pixels).squeeze(0).MoveToOuterDisposeScope();              // (C, H/8, W/8)
        });
        return (fit.Bucket, latent);
    }

    private Dictionary<string, Tensor> Contexts(CancellationToken stop)
    {
        var captions = plan.Dataset.Images.Select(image => image.Caption).Distinct().ToList();
        var models = ContentHash.Of([hashes.OfModel(plan.Model.TextEncoder), hashes.OfModel(plan.Model.Dit), .. TokenizerHashes()]);
        var tokenizer = PromptTokenizer.Load(plan.Model);
        using var encoder = new Late<CaptionEncoder>(() => CaptionEncoder.Load(plan.Model, tokenizer, Placements.ForFrozen(device)));
        var contexts = new Dictionary<string, Tensor>();
        foreach (var caption in captions)
        {
            stop.ThrowIfCancellationRequested();
            NoteIfTooLong(caption, tokenizer.Encode(caption));
            var key = ContentHash.Of("context", Version, caption, models, Placements.ForFrozen(device).Name());
            contexts[caption] = cache.GetOrCompute("contexts", key, () => encoder.Value.Encode(caption));
            say(new Preparing("captions", contexts.Count, captions.Count));
        }

        return contexts;
    }

    /// <summary>Counted for every run, whether or not the caption's context is in the cache.</summary>
    private void NoteIfTooLong(string caption, PromptTokens tokens)
    {
        if (Math.Max(tokens.QwenDropped, tokens.T5Dropped) is > 0 and var dropped)
            say(new Noted($"A caption has {PromptTokens.Length + dropped} tokens, and the model reads {PromptTokens.Length}; the last {dropped} are ignored: {caption[..Math.Min(60, caption.Length)]}…"));
    }

    private IEnumerable<string> TokenizerHashes() =>
        new[] { TokenizerFiles.Qwen3(plan.Model.PathOfQwen3Tokenizer), TokenizerFiles.T5(plan.Model.PathOfT5Tokenizer) }.SelectMany(files => files ?? []).Select(hashes.Of);

    /// <summary>Bytes to −1..1: (1, 3, H, W) float32.</summary>
    private static Tensor ToPixels(RgbImage image)
    {
        using var scope = NewDisposeScope();
        var rgb = tensor(image.Pixels).reshape(1, image.Size.Height, image.Size.Width, 3);    // (1, H, W, 3) 0..255
        return (rgb.permute(0, 3, 1, 2).to(float32) / 127.5 - 1.0).contiguous().MoveToOuterDisposeScope();
    }
}
