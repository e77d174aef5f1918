using System.Security.Cryptography;
using EmoVoid.Safetensors;
using EmoVoid.Testing;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Text;

namespace EmoVoid.Training.Tests.Models.Nano;

public sealed class AnimaNanoTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    private string Folder => temporary["models", "anima-nano"];

    /// <summary>Numbers of a file: to change one means to change the version in the seal too, so that users' folders are made anew.</summary>
    [Fact]
    public void Every_machine_makes_the_same_bytes()
    {
        AnimaNano.EnsureExists(Folder);
        Assert.Equal("6ce2935922a4cba9660dd3e8f90b500fe667de0aaa048ab7b944f11297aba7f1", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, "SHA256SUMS")))));
    }

    [Fact]
    public void It_has_a_few_million_parameters()
    {
        var files = AnimaNano.EnsureExists(Folder);
        var parameters = new[] { files.Dit, files.TextEncoder, files.Vae }.Sum(path => SafetensorsHeader.Read(path).Tensors.Values.Sum(tensor => tensor.Elements));
        Assert.InRange(parameters, 3_000_000, 6_000_000);
    }

    [Fact]
    public void Its_numbers_have_the_mean_and_deviation_that_were_asked_for()
    {
        using var file = SafetensorsFile.Open(AnimaNano.EnsureExists(Folder).Dit);
        foreach (var tensor in AnimaNano.Dit.All.Where(tensor => tensor.Elements > 10_000))
        {
            var values = Values(file, tensor.Name);
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            Assert.InRange(deviation / tensor.Deviation, 0.98, 1.02);
            Assert.InRange(mean / tensor.Deviation, -0.05, 0.05);
        }
    }

    [Fact]
    public void The_tokenizers_give_ids_that_the_embeddings_have()
    {
        var tokenizer = PromptTokenizer.Load(AnimaNano.EnsureExists(Folder).Tokenizers);

        Assert.InRange(tokenizer.Qwen.IdCount, 1, AnimaNano.TextEncoder.Vocabulary);
        Assert.InRange(tokenizer.T5.IdCount, 1, AnimaNano.Dit.Vocabulary);
    }

    [Fact]
    public void Qwen3_sees_bytes_and_T5_sees_words_and_letters()
    {
        var tokenizer = PromptTokenizer.Load(AnimaNano.EnsureExists(Folder).Tokenizers);

        Assert.Equal("1girl, é"u8.ToArray().Select(b => (int)b), tokenizer.Qwen.Encode("1girl, é"));
        Assert.Equal([256], tokenizer.Qwen.Encode("<|endoftext|>"));

        var girl = tokenizer.T5.Encode("1girl");
        Assert.Equal(2, girl.Count);
        Assert.Equal([.. girl.SkipLast(1), .. girl], tokenizer.T5.Encode("1girl 1girl"));
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
    public void What_lost_or_cut_a_file_is_made_anew(string file)
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
    public async Task Many_may_make_it_at_once()
    {
        var makers = Enumerable.Range(0, 6).Select(_ => Task.Run(() => AnimaNano.EnsureExists(Folder), TestContext.Current.CancellationToken));
        await Task.WhenAll(makers);

        Assert.Equal([Folder], Directory.EnumerateFileSystemEntries(temporary["models"]));
        using var file = SafetensorsFile.Open(AnimaNano.PlanIn(Folder).Dit);
        Assert.Equal(AnimaNano.Dit.All.Count(), file.Tensors.Count);
    }

    private static double[] Values(SafetensorsFile file, string name)
    {
        var bytes = file.Bytes(name);
        var values = new double[bytes.Length / 2];
        for (var i = 0; i < values.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(bytes[(2 * i)..]) << 16);
        return values;
    }

    public void Dispose() => temporary.Dispose();
}
