using EmoVoid.Safetensors;
using EmoVoid.Testing;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Pretraining.World;
using EmoVoid.Training.Text;

namespace EmoVoid.Training.Tests.Models.Nano;

public sealed class AnimaNanoTests : IDisposable
{
    private const long Megabyte = 1_000_000;

    private readonly TemporaryFolder temporary = new();

    private string Folder => temporary["models", "anima-nano"];

    [Fact]
    public void All_of_it_is_at_most_16_megabytes()
    {
        var files = AnimaNano.EnsureExists(Folder);
        Assert.InRange(Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1 * Megabyte, 16 * Megabyte);
        foreach (var file in new[] { files.Dit, files.TextEncoder, files.Vae })
            Assert.All(SafetensorsHeader.Read(file).Tensors.Values, tensor => Assert.Equal(TensorType.BF16, tensor.Type));
    }

    [Fact]
    public void Its_tensors_are_those_that_training_it_again_would_make()
    {
        var files = AnimaNano.EnsureExists(Folder);
        Same(AnimaNano.Dit.All, files.Dit);
        Same(AnimaNano.TextEncoder.All, files.TextEncoder);
        Same(AnimaNano.Vae.All, files.Vae);

        static void Same(IEnumerable<NanoTensor> tensors, string file) =>
            Assert.Equal(
                tensors.Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]").Order(StringComparer.Ordinal),
                SafetensorsHeader.Read(file).Tensors.Values.Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_tokenizers_give_ids_that_the_embeddings_have()
    {
        var tokenizer = PromptTokenizer.Load(AnimaNano.EnsureExists(Folder).Tokenizers);

        Assert.InRange(tokenizer.Qwen.IdCount, 1, AnimaNano.TextEncoder.Vocabulary);
        Assert.InRange(tokenizer.T5.IdCount, 1, AnimaNano.Dit.Vocabulary);
    }

    [Fact]
    public void The_shipped_tokenizers_are_those_of_the_picture_world()
    {
        var tokenizers = AnimaNano.EnsureExists(Folder).Tokenizers;
        NanoTokenizers.WriteQwen3(temporary["again", "qwen3"]);
        NanoTokenizers.WriteT5(temporary["again", "t5"]);
        foreach (var file in new[] { "qwen3/vocab.json", "qwen3/merges.txt", "t5/spiece.model" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(temporary["again"], file)), File.ReadAllBytes(Path.Combine(tokenizers, file)));
    }

    [Fact]
    public void Every_word_of_the_picture_world_is_one_token_to_both()
    {
        var tokenizer = PromptTokenizer.Load(AnimaNano.EnsureExists(Folder).Tokenizers);
        var text = string.Join(' ', CreatureCaptions.Words);

        Assert.Equal(CreatureCaptions.Words.Count + 1, tokenizer.T5.Encode(text).Count);          // and </s>
        Assert.Equal(CreatureCaptions.Words.Count, tokenizer.Qwen.Encode(" " + text).Count);
        Assert.All(CreatureCaptions.Words, word => Assert.Single(tokenizer.Qwen.Encode(" " + word)));
    }

    [Fact]
    public void Other_texts_are_bytes_to_Qwen3_and_letters_to_T5()
    {
        var tokenizer = PromptTokenizer.Load(AnimaNano.EnsureExists(Folder).Tokenizers);

        Assert.Equal("é"u8.ToArray().Select(b => (int)b), tokenizer.Qwen.Encode("é"));
        Assert.Equal([3, 2, 1], tokenizer.T5.Encode("初音"));
        Assert.Equal(5, tokenizer.T5.Encode("xyz").Count);
    }

    [Fact]
    public void What_is_whole_is_left_alone()
    {
        var files = AnimaNano.EnsureExists(Folder);
        var before = File.GetLastWriteTimeUtc(files.Dit);
        AnimaNano.EnsureExists(Folder);
        Assert.Equal(before, File.GetLastWriteTimeUtc(files.Dit));
    }

    [Theory]
    [InlineData("SHA256SUMS")]
    [InlineData("vae/anima-nano-vae.safetensors")]
    [InlineData("tokenizers/t5/spiece.model")]
    public void What_lost_or_cut_a_file_is_copied_anew(string file)
    {
        AnimaNano.EnsureExists(Folder);
        var path = Path.Combine(Folder, file);
        var whole = File.ReadAllBytes(path);

        File.Delete(path);
        AnimaNano.EnsureExists(Folder);
        Assert.Equal(whole, File.ReadAllBytes(path));

        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        AnimaNano.EnsureExists(Folder);
        Assert.Equal(whole, File.ReadAllBytes(path));
        Assert.Equal([Folder], Directory.EnumerateFileSystemEntries(temporary["models"]));
    }

    [Fact]
    public async Task Many_may_copy_it_at_once()
    {
        var makers = Enumerable.Range(0, 6).Select(_ => Task.Run(() => AnimaNano.EnsureExists(Folder), TestContext.Current.CancellationToken));
        await Task.WhenAll(makers);

        Assert.Equal([Folder], Directory.EnumerateFileSystemEntries(temporary["models"]));
        using var file = SafetensorsFile.Open(AnimaNano.PlanIn(Folder).Dit);
        Assert.Equal(AnimaNano.Dit.All.Count(), file.Tensors.Count);
    }

    public void Dispose() => temporary.Dispose();
}
