using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Pretraining.World;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>A stage of the base: text encoder, adapter and DiT learn together what a caption says of a picture's latents.</summary>
/// <remarks>Source: Esser et al., "Scaling Rectified Flow Transformers"; the text part learns by the same loss, since there is no text to read first.</remarks>
internal sealed class BaseTraining(TextPart text, AnimaDit dit, Tensor latents, PretrainingRecipe recipe, StageRecipe stage)
{
    /// <summary>Of σ's logit: wider than in the training of a LoRA, as all that is seen at σ near 1 is learned here.</summary>
    private const double SigmaScale = 1.2;

    /// <summary>Towards noise, where the composition is decided.</summary>
    private const double SigmaShift = 1.5;

    /// <summary>So often the caption is left out, for the empty prompt that guidance leads away from.</summary>
    private const double CaptionDropout = 0.1;

    /// <summary>So often a caption begins with a made-up word, which the base thus learns to pass over: what it means is for a LoRA to teach.</summary>
    private const double UnknownName = 0.15;

    private readonly SampleOrder order = new(recipe.Seed, [.. Enumerable.Repeat<object>("all", recipe.Pictures)], [.. Enumerable.Repeat(1, recipe.Pictures)], stage.Batch);

    /// <param name="step">Counted from 1 over all stages.</param>
    public Tensor Loss(int step)
    {
        using var scope = NewDisposeScope();
        var pictures = order.Step(step)[0];
        var x = latents.index_select(0, tensor(pictures.Select(picture => (long)picture).ToArray())).to(float32); // (B, C, h, w)
        var (context, weights) = text.Context([.. pictures.Select((picture, place) => Caption(picture, step, place))]); // (B, S, D_c), (B, 1, 1, S)
        var noise = FlowDraws.Noise(recipe.Seed, step, x.shape);                       // (B, C, h, w)  ε
        var sigma = Shifted(FlowDraws.Sigma(recipe.Seed, step, pictures.Count, scale: SigmaScale)); // (B)
        var velocity = dit.Velocity(Flow.Noisy(x, noise, sigma), sigma, context, weights); // (B, C, h, w)
        var weight = HeadWeights.Of([.. pictures.Select(picture => CreatureWorld.Trained(recipe.Seed, picture).Pose)], x.shape[^1], stage.HeadWeight); // (B, 1, h, w)
        return Flow.Loss(velocity, Flow.Velocity(x, noise), mask: weight).MoveToOuterDisposeScope();
    }

    private string Caption(int picture, int step, int place)
    {
        var draw = new Draw(recipe.Seed, Purpose.BaseCaption, step, place);
        if (draw.Uniform(0) < CaptionDropout)
            return "";
        var caption = CreatureCaptions.Of(CreatureWorld.Trained(recipe.Seed, picture), recipe.Seed, (int)(draw.Word(1) >> 1));
        return draw.Uniform(2) < UnknownName ? $"{Name(draw)}, {caption}" : caption;
    }

    /// <summary>Three to six letters.</summary>
    private static string Name(Draw draw) =>
        string.Concat(Enumerable.Range(0, 3 + (int)(4 * draw.Uniform(3))).Select(i => (char)('a' + (int)(26 * draw.Uniform(4 + i)))));

    /// <summary>s·σ / (1 + (s − 1)·σ)</summary>
    private static Tensor Shifted(Tensor sigma) => SigmaShift * sigma / (1 + (SigmaShift - 1) * sigma);
}
