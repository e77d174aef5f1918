using System.Text.Json;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;

namespace EmoVoid.Goldens.Checks;

/// <summary>Names and shapes of the real files: what the models ask for, with the sizes that they read from those very shapes.</summary>
public sealed class FullSizeShapesCheck : IGoldenCheck
{
    public string Kind => "full-size-shapes";

    public IEnumerable<GoldenResult> Run(GoldenFile file)
    {
        var lists = file.ReadJson().EnumerateObject().ToDictionary(list => list.Name, list => Shapes(list.Value));

        var dit = Find(lists["anima_dit"], AnimaDit.Landmark);
        var ditSizes = AnimaDitSizes.Read(dit);
        var adapterSizes = LlmAdapterSizes.Read(dit);
        yield return Compare("anima_dit", dit, [
            .. WeightShapes.Of(weights => new AnimaDit(weights, ditSizes)),
            .. WeightShapes.Of(weights => new LlmAdapter(weights.In("llm_adapter"), adapterSizes))]);

        var qwen = Find(lists["qwen3_06b"], Qwen3.Landmark);
        yield return Compare("qwen3_06b", qwen, WeightShapes.Of(weights => new Qwen3(weights, Qwen3Sizes.Read(qwen))));

        // time_conv resamples between frames; a picture has one.
        var vae = Find(lists["qwen_image_vae"].Where(item => !item.Key.Contains(".time_conv.", StringComparison.Ordinal)).ToDictionary(), QwenImageVae.Landmark);
        yield return Compare("qwen_image_vae", vae, WeightShapes.Of(weights => new QwenImageVae(weights, VaeSizes.Read(vae), LatentStatistics.QwenImage)));

        foreach (var (name, lora) in lists.Where(list => list.Key.StartsWith("lora_rank", StringComparison.Ordinal)))
            yield return CompareLora(name, lora, ditSizes);
    }

    private static GoldenResult CompareLora(string name, Dictionary<string, IReadOnlyList<long>> expected, AnimaDitSizes sizes)
    {
        LoraLayout? layout = null;
        WeightShapes.Of(weights => layout = LoraLayout.Of(new AnimaDit(weights, sizes).LoraTargets, (int)RankOf(expected), alpha: 1));
        var actual = LoraFile.Shapes(layout!).Select(item => KeyValuePair.Create(item.Name, item.Shape)).ToList();
        return Compare(name, new ModelShapes(name, expected), actual);
    }

    private static long RankOf(Dictionary<string, IReadOnlyList<long>> lora) => lora.First(item => item.Key.EndsWith(".lora_down.weight", StringComparison.Ordinal)).Value[0];

    private static GoldenResult Compare(string name, ModelShapes expected, IReadOnlyList<KeyValuePair<string, long[]>> actual)
    {
        var differ = actual.Count(item => !expected.All.TryGetValue(item.Key, out var shape) || !shape.SequenceEqual(item.Value));
        var unasked = expected.All.Keys.Except(actual.Select(item => item.Key)).Count();
        return new GoldenResult($"{name}, names or shapes that differ, of {expected.All.Count}", differ + unasked, 0);
    }

    private static ModelShapes Find(Dictionary<string, IReadOnlyList<long>> shapes, string landmark) => ModelShapes.Find("full-size-shapes.json", shapes, landmark, landmark).Shapes;

    private static Dictionary<string, IReadOnlyList<long>> Shapes(JsonElement list) =>
        list.EnumerateObject().ToDictionary(item => item.Name, item => (IReadOnlyList<long>)[.. item.Value.EnumerateArray().Select(size => size.GetInt64())]);
}
