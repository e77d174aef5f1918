using EmoVoid.Testing;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Text;

namespace EmoVoid.Training.Tests.Text;

/// <summary>Files that are missing or damaged, tried on the tokenizers of the built-in model.</summary>
public sealed class TokenizerFileTests : IClassFixture<TokenizerFileTests.Nano>, IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly string folder;

    public TokenizerFileTests(Nano nano)
    {
        folder = temporary["tokenizers"];
        foreach (var file in new[] { "qwen3/vocab.json", "qwen3/merges.txt", "t5/spiece.model" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.Copy(Path.Combine(nano.Tokenizers, file), Path.Combine(folder, file));
        }
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        var error = Assert.Throws<InvalidDataException>(() => PromptTokenizer.Load(temporary["nowhere"]));
        Assert.Contains(Path.Combine("qwen3", "vocab.json") + " is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("t5", "spiece.model") + " is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_merges_are_named() => Refuses("qwen3/merges.txt", "is missing", File.Delete);

    [Theory]
    [InlineData("qwen3/vocab.json", "")]
    [InlineData("qwen3/vocab.json", "[1, 2]")]
    [InlineData("qwen3/vocab.json", "{\"a\": \"b\"}")]
    [InlineData("qwen3/vocab.json", "{\"a\": 1}")]
    [InlineData("qwen3/vocab.json", "version https://git-lfs.github.com/spec/v1")]
    [InlineData("qwen3/merges.txt", "#version: 0.2\nnot-there neither\n")]
    [InlineData("qwen3/merges.txt", "#version: 0.2\nonlyone\n")]
    [InlineData("t5/spiece.model", "")]
    [InlineData("t5/spiece.model", "version https://git-lfs.github.com/spec/v1")]
    public void A_damaged_file_is_named(string file, string content) =>
        Refuses(file, "is damaged", path => File.WriteAllText(path, content));

    [Fact]
    public void A_truncated_SentencePiece_model_is_damaged_wherever_it_is_cut()
    {
        var path = Path.Combine(folder, "t5", "spiece.model");
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length += 1 + whole.Length / 100)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => T5Tokenizer.Load(Path.GetDirectoryName(path)!));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"model\":{\"vocab\":{\"a\":0},\"merges\":[]}}")]
    [InlineData("{\"model\":{\"vocab\":[[\"a\",0]]},\"added_tokens\":[]}")]
    [InlineData("{\"model\":{\"vocab\":{\"a\":0},\"merges\":[[1]]},\"added_tokens\":[]}")]
    [InlineData("version https://git-lfs.github.com/spec/v1")]
    public void A_damaged_tokenizer_json_is_named(string content)
    {
        var path = temporary.Write("json/tokenizer.json", content);
        Assert.StartsWith($"{path} is damaged: ", Assert.Throws<InvalidDataException>(() => Qwen3Tokenizer.Load(path)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{path} is damaged: ", Assert.Throws<InvalidDataException>(() => T5Tokenizer.Load(temporary["json"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tokenizer_json_does_for_its_pair_of_files()
    {
        var qwen = Path.Combine(folder, "qwen3");
        var pair = Qwen3Tokenizer.Load(qwen);
        QwenJson.Write(Path.Combine(qwen, "tokenizer.json"), qwen);
        File.Delete(Path.Combine(qwen, "vocab.json"));
        Assert.Equal(pair.Encode("1girl, é <think>"), Qwen3Tokenizer.Load(qwen).Encode("1girl, é <think>"));
    }

    [Fact]
    public void A_tokenizer_json_of_the_other_kind_is_named_as_what_it_is()
    {
        var qwen = QwenJson.Write(temporary["tokenizer.json"], Path.Combine(folder, "qwen3"));
        Assert.Contains("it is a BPE tokenizer, as Qwen3 has", Assert.Throws<InvalidDataException>(() => T5Tokenizer.Load(qwen)).Message, StringComparison.Ordinal);
    }

    private void Refuses(string file, string problem, Action<string> spoil)
    {
        var path = Path.Combine(folder, file);
        spoil(path);
        var error = Assert.Throws<InvalidDataException>(() => PromptTokenizer.Load(folder));
        Assert.StartsWith($"{path} {problem}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    public void Dispose() => temporary.Dispose();

    /// <summary>The built-in model, made once for all tests of this class.</summary>
    public sealed class Nano : IDisposable
    {
        private readonly TemporaryFolder temporary = new();

        public Nano() => Tokenizers = AnimaNano.EnsureExists(temporary["nano"]).Tokenizers;

        public string Tokenizers { get; }

        public void Dispose() => temporary.Dispose();
    }
}
