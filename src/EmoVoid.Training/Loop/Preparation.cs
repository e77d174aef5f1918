using System.Globalization;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Data.Captions;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Models.Vae;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>
/// From the plan's files to samples: every latent and every context, computed once or found in the cache. The VAE, the text encoder and the
/// adapter are loaded only when something is not in the cache, and are gone before the DiT comes.
/// </summary>
public sealed class Preparation
{
    /// <summary>Changes whenever the way to a latent does, so that no older cache is taken for the new one.</summary>
    private const string Version = "1";

    /// <summary>A stretch by a tenth is one that people see.</summary>
    private const double WorthSaying = 0.1;

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

    /// <summary>One sample for each of the plan's images, in its order, and one for each that is measured. The tensors stay in memory for the whole run.</summary>
    /// <exception cref="TrainingException">Bad data: pictures cannot be read; the message names them all.</exception>
    /// <exception cref="OperationCanceledException">Stopped meanwhile; what was computed is in the cache.</exception>
    public PreparedData Run(CancellationToken stop)
    {
        IReadOnlyList<CaptionedImage> images = [.. plan.Dataset.Images, .. HeldOut];
        var measured = Measured.ToList();
        var pictures = Pictures(images, stop);
        var captions = plan.Dataset.Images.Select((image, i) => CaptionVariants.Of(image.Caption, Batches, plan.Train.Seed, i)).ToList();
        var contexts = Contexts(
            [.. captions.SelectMany(texts => texts), .. measured.Concat(HeldOutPlaces).Select(place => images[place].Caption), .. Batches.CaptionDropout > 0 ? [""] : Array.Empty<string>()], stop);
        return new PreparedData(
            [.. captions.Select((texts, place) => Of(place, texts) with { MirroredLatent = pictures[place].Mirrored, EmptyContext = Batches.CaptionDropout > 0 ? contexts[""] : null })],
            measured.Count == 0 ? null : new MeasuredSamples([.. HeldOutPlaces.Select(AsItIs)], [.. measured.Select(AsItIs)]));

        Sample AsItIs(int place) => Of(place, [images[place].Caption]);

        Sample Of(int place, IReadOnlyList<string> texts) =>
            new(images[place].File, pictures[place].Bucket, images[place].Repeats, pictures[place].Latent, [.. texts.Select(text => contexts[text])]) { Mask = pictures[place].Mask };
    }

    private BatchPlan Batches => plan.Train.Batches;

    private IReadOnlyList<CaptionedImage> HeldOut => plan.Validation?.HeldOut ?? [];

    /// <summary>Behind those of the data set.</summary>
    private IEnumerable<int> HeldOutPlaces => Enumerable.Range(plan.Dataset.Images.Count, HeldOut.Count);

    /// <summary>The places of the trained pictures that are measured.</summary>
    private IEnumerable<int> Measured => plan.Validation?.Trained.Select(file => plan.Dataset.Images.Index().First(image => image.Item.File == file).Index) ?? [];

    private List<Picture> Pictures(IReadOnlyList<CaptionedImage> images, CancellationToken stop)
    {
        var fit = PictureFits.Of(Batches.Fit, plan.Train.Resolution);
        var masks = new Masks(plan, say);
        var vaeHash = hashes.OfModel(plan.Model.Vae);
        using var vae = new Late<QwenImageVae>(() => QwenImageVae.Load(plan.Model.Vae, Placements.ForVae(device)));
        var problems = new List<string>();
        var pictures = new List<Picture>();
        foreach (var image in images)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                pictures.Add(Prepare(image, fit, masks, vaeHash, vae));
            }
            catch (UnreadableImageException e)
            {
                problems.Add($"{image.File}: {e.Problem}");
            }

            say(new Preparing("latents", pictures.Count + problems.Count, images.Count));
        }

        masks.NoteIfNone();
        return problems.Count == 0
            ? pictures
            : throw new TrainingException(TrainerExitCode.BadData, $"{problems.Count} of {images.Count} pictures cannot be used. {string.Join("; ", problems)}.");
    }

    private Picture Prepare(CaptionedImage image, IPictureFit fits, Masks masks, string vaeHash, Late<QwenImageVae> vae)
    {
        var file = Path.Combine(plan.Dataset.Folder, image.File);
        var bytes = ImageDecoder.ReadFile(file);
        var size = ImageDecoder.SizeOf(bytes, file);
        var fit = fits.Fit(size);
        NoteStretch(image, size, fit);
        return new Picture(fit.Bucket, Latent(mirrored: false), Batches.Flip ? Latent(mirrored: true) : null, masks.Of(image, bytes, fit));

        Tensor Latent(bool mirrored)
        {
            var crop = string.Create(CultureInfo.InvariantCulture, $"{fit.Resized} {fit.Left},{fit.Top} {fit.Bucket}{(mirrored ? " mirrored" : "")}");
            var key = ContentHash.Of("latent", Version, ContentHash.Of(bytes), crop, vaeHash, Placements.ForVae(device).Name());
            return cache.GetOrCompute("latents", key, () =>
            {
                using var scope = NewDisposeScope();
                var pixels = ToPixels(ImageDecoder.Decode(bytes, file, fit)).to(device);                   // (1, 3, H, W) −1..1
                var latent = vae.Value.Encode(mirrored ? pixels.flip(3) : pixels);                         // (1, C, H/8, W/8)
                return latent.squeeze(0).MoveToOuterDisposeScope();                                        // (C, H/8, W/8)
            });
        }
    }

    private void NoteStretch(CaptionedImage image, ImageSize size, BucketFit fit)
    {
        if (fit.Resized == fit.Bucket && NativeFit.Stretch(fit.Bucket, size.AspectRatio) is > WorthSaying and var stretch)
            Tell(string.Create(CultureInfo.InvariantCulture,
                $"{image.File} ({size}) is stretched by {Math.Exp(stretch) - 1:P0} to {fit.Bucket}, the nearest shape at this resolution."));
    }

    private Dictionary<string, Tensor> Contexts(IEnumerable<string> texts, CancellationToken stop) =>
        new CaptionContexts(plan.Model, cache, hashes, device, say).Of([.. texts.Distinct()], stop);

    private void Tell(string note) => say(new Noted(note));

    /// <param name="Latent">(C, h, w)</param>
    /// <param name="Mirrored">(C, h, w)</param>
    /// <param name="Mask">(1, h, w)</param>
    private sealed record Picture(ImageSize Bucket, Tensor Latent, Tensor? Mirrored, Tensor? Mask);

    /// <summary>Bytes to −1..1: (1, 3, H, W) float32.</summary>
    private static Tensor ToPixels(RgbImage image)
    {
        using var scope = NewDisposeScope();
        var rgb = tensor(image.Pixels).reshape(1, image.Size.Height, image.Size.Width, 3);    // (1, H, W, 3) 0..255
        return (rgb.permute(0, 3, 1, 2).to(float32) / 127.5 - 1.0).contiguous().MoveToOuterDisposeScope();
    }
}
