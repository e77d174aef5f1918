using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Pretraining;
using EmoVoid.Training.Text;
using EmoVoid.Testing;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Pretraining;

public sealed class TextPartTests : IDisposable
{
    /// <summary>The same sum of exponentials, once of 490 ones and once of one number.</summary>
    private const double Tolerance = 1e-5;

    private readonly TemporaryFolder temporary = new();

    /// <summary>512 rows are what every later user of the base attends to.</summary>
    [Fact]
    public void A_context_without_its_zero_rows_gives_the_velocity_of_all_512_rows()
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var files = AnimaNano.EnsureExists(temporary["nano"]);
        using var qwen = Qwen3.Load(files.TextEncoder, Placement.Reference);
        using var adapter = LlmAdapter.Load(files.Dit, Placement.Reference);
        using var dit = AnimaDit.Load(files.Dit, Placement.Reference);
        var tokenizer = PromptTokenizer.Load(files.Tokenizers);
        string[] captions = ["", "green fox, hat, happy, night, ink style", "a sad owl"];
        var x = randn(3, dit.Sizes.Channels, 8, 8, generator: new Generator(1));
        var sigma = tensor(new[] { 0.2f, 0.6f, 0.95f });

        var (rows, weights) = new TextPart(tokenizer, qwen, adapter).Context(captions);
        var trimmed = dit.Velocity(x, sigma, rows, weights);
        var tokens = captions.Select(tokenizer.Encode).ToList();
        var whole = new TextTokens(
            Stack(tokens, caption => caption.QwenIds), Stack(tokens, caption => caption.QwenMask),
            Stack(tokens, caption => caption.T5Ids), Stack(tokens, caption => caption.T5Mask)).Context(qwen, adapter);
        var expected = dit.Velocity(x, sigma, whole);

        Assert.True(rows.shape[1] < 64);
        Assert.True((trimmed - expected).abs().max().item<float>() / expected.abs().max().item<float>() < Tolerance);
    }

    private static Tensor Stack(IEnumerable<PromptTokens> tokens, Func<PromptTokens, long[]> row) => stack([.. tokens.Select(caption => tensor(row(caption)))]);

    public void Dispose() => temporary.Dispose();
}
