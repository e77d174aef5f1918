using System.Text.RegularExpressions;
using EmoVoid.Safetensors;
using EmoVoid.Testing;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Tests.Models;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Lora;

/// <summary>LoRA files from one trainer to the other, against the list of names that kohya's <c>networks.lora_anima</c> makes of a model.</summary>
public sealed partial class KohyaLoraTests : IDisposable
{
    private const int Rank = 3;
    private const float Alpha = 0.75f;

    private readonly TemporaryFolder folder = new();
    private readonly AnimaDit dit;

    public KohyaLoraTests() => dit = AnimaDit.Load(SmallModels.WriteDit(folder["dit.safetensors"]), Placement.Reference);

    public void Dispose()
    {
        dit.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_file_of_kohyas_is_read_and_written_again_with_the_same_bytes()
    {
        var written = WriteAsKohya(folder["kohya.safetensors"]);
        using var lora = LoraNetwork.Attach(dit, Rank, Alpha, seed: 1);
        LoraFile.Read(folder["kohya.safetensors"], lora);
        LoraFile.Write(folder["ours.safetensors"], lora, ScalarType.Float32);

        using var ours = SafetensorsFile.Open(folder["ours.safetensors"]);
        Assert.Equal(written.Keys.Order(StringComparer.Ordinal), ours.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(written, tensor => Assert.Equal(tensor.Value, ours.Bytes(tensor.Key).ToArray()));
    }

    [Fact]
    public void Kohyas_reader_finds_in_our_file_every_layer_that_it_has_with_its_rank_and_alpha()
    {
        using (var lora = LoraNetwork.Attach(dit, Rank, Alpha, seed: 1))
            LoraFile.Write(folder["ours.safetensors"], lora);
        using var ours = SafetensorsFile.Open(folder["ours.safetensors"]);

        // As create_network_from_weights does: the layer is what stands before the first point.
        var ranks = ours.Tensors.Values.Where(tensor => tensor.Name.Contains("lora_down")).ToDictionary(tensor => tensor.Name.Split('.')[0], tensor => tensor.Shape[0]);
        var alphas = ours.Tensors.Values.Where(tensor => tensor.Name.Contains("alpha")).Select(tensor => tensor.Name.Split('.')[0]);
        Assert.Equal(KohyasLayers().Select(layer => layer.Name).Order(), ranks.Keys.Order());
        Assert.Equal(ranks.Keys.Order(), alphas.Order());
        Assert.All(ranks.Values, rank => Assert.Equal(Rank, rank));
        foreach (var (name, outputs, inputs) in KohyasLayers())
        {
            Assert.Equal([Rank, inputs], ours.Info($"{name}.lora_down.weight").Shape);
            Assert.Equal([outputs, Rank], ours.Info($"{name}.lora_up.weight").Shape);
            Assert.Empty(ours.Info($"{name}.alpha").Shape);
        }

        Assert.Equal(("networks.lora_anima", "3", "0.75"), (ours.Metadata["ss_network_module"], ours.Metadata["ss_network_dim"], ours.Metadata["ss_network_alpha"]));
    }

    private static Dictionary<string, byte[]> WriteAsKohya(string path)
    {
        var random = new Random(5);
        var entries = new List<SafetensorsWriter.Entry>();
        var bytes = new Dictionary<string, byte[]>();
        void Add(string name, long[] shape, byte[] content)
        {
            bytes[name] = content;
            entries.Add(SafetensorsWriter.Entry.Of(name, TensorType.F32, shape, content));
        }

        foreach (var (name, outputs, inputs) in KohyasLayers())
        {
            Add($"{name}.alpha", [], BitConverter.GetBytes(Alpha));
            Add($"{name}.lora_down.weight", [Rank, inputs], Numbers(random, Rank * inputs));
            Add($"{name}.lora_up.weight", [outputs, Rank], Numbers(random, Rank * outputs));
        }

        SafetensorsWriter.Write(path, entries, new Dictionary<string, string> { ["ss_network_module"] = "networks.lora_anima", ["ss_steps"] = "60" });
        return bytes;
    }

    private static byte[] Numbers(Random random, long count) =>
        [.. Enumerable.Range(0, (int)count).SelectMany(_ => BitConverter.GetBytes((float)(random.NextDouble() - 0.5)))];

    /// <summary>Every linear layer inside a block of the DiT but those that the scripts leave out, named as they name it.</summary>
    private static List<(string Name, long Outputs, long Inputs)> KohyasLayers() =>
    [
        .. SmallModels.DitShapes.Where(tensor => tensor.Key.StartsWith("blocks.", StringComparison.Ordinal) && tensor.Key.EndsWith(".weight", StringComparison.Ordinal) && tensor.Value.Length == 2)
            .Where(tensor => !LeftOut().IsMatch(tensor.Key))
            .Select(tensor => ("lora_unet_" + tensor.Key[..^".weight".Length].Replace('.', '_'), tensor.Value[0], tensor.Value[1])),
    ];

    [GeneratedRegex(@"^.*(_modulation|_norm|_embedder|final_layer).*$")]
    private static partial Regex LeftOut();
}
