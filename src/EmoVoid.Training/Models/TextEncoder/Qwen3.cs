using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.TextEncoder;

/// <summary>The Qwen3 language model as a text encoder: its last hidden state after the final norm.</summary>
/// <remarks>Source: "Qwen3 Technical Report"; Hugging Face transformers <c>models/qwen3</c> for the tensor names.</remarks>
public sealed class Qwen3 : FrozenModel
{
    /// <summary>The tensor by which such a file, and the prefix of its names, is known.</summary>
    public const string Landmark = "embed_tokens.weight";

    /// <summary>The base of the rotation frequencies of every published Qwen3; a weight file does not say it.</summary>
    public const double DefaultRopeTheta = 1e6;

    private readonly Tensor embedding, gain;
    private readonly Qwen3Layer[] layers;
    private readonly Qwen3Sizes sizes;
    private readonly double ropeTheta;

    public Qwen3(WeightSource weights, Qwen3Sizes sizes, double ropeTheta = DefaultRopeTheta)
    {
        (this.sizes, this.ropeTheta) = (sizes, ropeTheta);
        embedding = weights.Take("embed_tokens.weight", sizes.Vocabulary, sizes.Width);
        layers = [.. Enumerable.Range(0, sizes.Layers).Select(i => new Qwen3Layer(weights.In($"layers.{i}"), sizes))];
        gain = weights.TakeGain("norm.weight", sizes.Width);
    }

    public Qwen3Sizes Sizes => sizes;

    /// <exception cref="ModelFileException">The file is not a Qwen3, or lacks tensors.</exception>
    public static Qwen3 Load(string path, Placement placement, double ropeTheta = DefaultRopeTheta)
    {
        using var file = ModelFile.Open(path, Landmark, ModelPart.TextEncoder.What);
        var sizes = Qwen3Sizes.Read(file.Shapes);
        return file.Load(weights => new Qwen3(weights, sizes, ropeTheta), placement);
    }

    /// <summary>Encodes token ids that are padded on the right.</summary>
    /// <param name="ids">(B, L) int64; a padded place may hold any id of the vocabulary.</param>
    /// <param name="mask">(B, L), not 0 where there is a token.</param>
    /// <returns>(B, L, width); padded rows are zero.</returns>
    public Tensor Forward(Tensor ids, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var x = embedding.index_select(0, ids.flatten()).unflatten(0, ids.shape);      // (B, L, D)
        var rope = Rope.Of(ids.shape[1], sizes.Attention.HeadDim, ropeTheta, x.device);
        // The padding lies to the right, where causal attention does not look: no token is changed by it.
        foreach (var layer in layers)
            x = layer.Forward(x, rope);                                                // (B, L, D)
        return Rms.NormLike(x, gain).masked_fill(mask.eq(0).unsqueeze(-1), 0).MoveToOuterDisposeScope();
    }
}
