using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Weights;

namespace EmoVoid.Goldens.Checks;

/// <summary>The text encoder against Hugging Face transformers.</summary>
public sealed class Qwen3Check : IGoldenCheck
{
    public string Kind => "qwen3";

    public IEnumerable<GoldenResult> Run(GoldenFile file)
    {
        using var qwen = Qwen3.Load(file.FilePath, Placement.Reference, file.Number("rope_theta"));
        var embeds = qwen.Forward(file.Load("in.input_ids"), file.Load("in.attention_mask"));
        yield return new GoldenResult("prompt_embeds rel_l2", Measure.RelL2(embeds, file.Load("out.prompt_embeds")), file.Tolerance("rel_l2"));
    }
}
