using System.Text.Json;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;

namespace EmoVoid.Goldens.Checks;

/// <summary>Pixels to normalised latents, and those latents back to pixels.</summary>
public sealed class QwenImageVaeCheck : IGoldenCheck
{
    public string Kind => "qwen-image-vae";

    public IEnumerable<GoldenResult> Run(GoldenFile file)
    {
        var statistics = new LatentStatistics(Numbers(file.Config, "latents_mean"), Numbers(file.Config, "latents_std"));
        using var vae = QwenImageVae.Load(file.FilePath, Placement.Reference, statistics);
        var tolerance = file.Tolerance("rel_l2");

        var latents = vae.Encode(file.Load("in.pixels"));
        yield return new GoldenResult("latents rel_l2", Measure.RelL2(latents, file.Load("out.latents")), tolerance);

        var decoded = vae.Decode(latents);
        yield return new GoldenResult("decoded rel_l2", Measure.RelL2(decoded, file.Load("out.decoded")), tolerance);
    }

    private static double[] Numbers(JsonElement config, string name) => [.. config.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
}
