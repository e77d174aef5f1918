using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Weights;

namespace EmoVoid.Goldens.Checks;

/// <summary>The adapter's context and the DiT's velocity; with an empty caption in the batch, that nothing becomes NaN.</summary>
public sealed class AnimaDitCheck : IGoldenCheck
{
    public string Kind => "anima-dit";

    public IEnumerable<GoldenResult> Run(GoldenFile file)
    {
        var weights = file.WeightsFile("weights");
        using var adapter = LlmAdapter.Load(weights, Placement.Reference);
        using var dit = AnimaDit.Load(weights, Placement.Reference, file.Number("rope_h_extrapolation_ratio"));
        var tolerance = file.Tolerance("rel_l2");

        var context = adapter.Forward(
            file.Load("in.prompt_embeds"), file.Load("in.source_attention_mask"), file.Load("in.t5_input_ids"), file.Load("in.t5_attention_mask"));
        yield return new GoldenResult("crossattn_emb rel_l2", Measure.RelL2(context, file.Load("out.crossattn_emb")), tolerance);

        // A golden is a video of one frame, (B, C, 1, H, W).
        var velocity = dit.Velocity(file.Load("in.latents").squeeze(2), file.Load("in.timesteps"), context);
        yield return new GoldenResult("velocity rel_l2", Measure.RelL2(velocity.unsqueeze(2), file.Load("out.velocity")), tolerance);
    }
}
