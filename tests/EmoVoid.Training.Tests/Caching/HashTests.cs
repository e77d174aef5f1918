using EmoVoid.Testing;
using EmoVoid.Training.Data.Caching;

namespace EmoVoid.Training.Tests.Caching;

public sealed class HashTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parts_cannot_flow_into_one_another() =>
        Assert.Equal(4, new[] { ContentHash.Of("ab", "c"), ContentHash.Of("a", "bc"), ContentHash.Of("abc"), ContentHash.Of("abc", "") }.Distinct().Count());

    [Fact]
    public void A_model_file_is_hashed_once_and_again_after_it_changed()
    {
        var model = folder.Write("model.safetensors", "weights");
        var hashes = new ModelFileHashes(folder["hashes"]);
        var hash = hashes.Of(model);
        Assert.Equal(ContentHash.Of("weights"u8), hash);

        // Of equal size, and with the time of the first: only a remembered hash can still be the old one.
        var time = File.GetLastWriteTimeUtc(model);
        folder.Write("model.safetensors", "WEIGHTS");
        File.SetLastWriteTimeUtc(model, time);
        Assert.Equal(hash, new ModelFileHashes(folder["hashes"]).Of(model));

        File.SetLastWriteTimeUtc(model, time.AddSeconds(1));
        Assert.Equal(ContentHash.Of("WEIGHTS"u8), hashes.Of(model));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("aa\nbb\ncc\ndd")]
    public void A_damaged_note_is_not_believed(string note)
    {
        var model = folder.Write("model.safetensors", "weights");
        var hashes = new ModelFileHashes(folder["hashes"]);
        hashes.Of(model);
        File.WriteAllText(Directory.GetFiles(folder["hashes"]).Single(), note);
        Assert.Equal(ContentHash.Of("weights"u8), hashes.Of(model));
    }

    [Fact]
    public void A_model_file_that_is_not_there_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => new ModelFileHashes(folder["hashes"]).Of(folder["gone.safetensors"]));
        Assert.Contains("gone.safetensors", error.Message, StringComparison.Ordinal);
    }
}
