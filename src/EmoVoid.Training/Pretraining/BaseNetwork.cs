using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Text;

namespace EmoVoid.Training.Pretraining;

/// <summary>Text encoder, adapter and DiT over one buffer of weights, as they are before the first step.</summary>
internal sealed class BaseNetwork : IDisposable
{
    private const string TextPrefix = "model", DitPrefix = "net";

    private readonly Qwen3 qwen;
    private readonly LlmAdapter adapter;

    /// <param name="files">Of which the tokenizers have to be there.</param>
    public BaseNetwork(ModelPlan files)
    {
        Weights = new TrainableWeights([.. AnimaNano.TextEncoder.All, .. AnimaNano.Dit.All]);
        var ditShapes = AnimaNano.ShapesOf(AnimaNano.Dit.All, DitPrefix);
        qwen = new Qwen3(Weights.In(TextPrefix), Qwen3Sizes.Read(AnimaNano.ShapesOf(AnimaNano.TextEncoder.All, TextPrefix)));
        adapter = new LlmAdapter(Weights.In(DitPrefix).In("llm_adapter"), LlmAdapterSizes.Read(ditShapes));
        Dit = new AnimaDit(Weights.In(DitPrefix), AnimaDitSizes.Read(ditShapes));
        Text = new TextPart(PromptTokenizer.Load(files), qwen, adapter);
    }

    public TrainableWeights Weights { get; }
    public TextPart Text { get; }
    public AnimaDit Dit { get; }

    public IReadOnlyList<Safetensors.SafetensorsWriter.Entry> TextEntries => Weights.ToEntries(TextPrefix + ".");
    public IReadOnlyList<Safetensors.SafetensorsWriter.Entry> DitEntries => Weights.ToEntries(DitPrefix + ".");

    public void Dispose()
    {
        Dit.Dispose();
        adapter.Dispose();
        qwen.Dispose();
        Weights.Dispose();
    }
}
