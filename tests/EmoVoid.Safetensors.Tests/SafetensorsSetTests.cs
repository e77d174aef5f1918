using EmoVoid.Testing;

namespace EmoVoid.Safetensors.Tests;

public sealed class SafetensorsSetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_file_is_a_set_of_one()
    {
        Write("a.safetensors", "x", "y");
        using var set = SafetensorsSet.Open(folder["a.safetensors"]);
        Assert.Equal(["x", "y"], set.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([1], set.FileOf("y").Bytes("y").ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shards_of_a_folder_are_one_model_with_or_without_their_index(bool index)
    {
        Write("model-00001-of-00002.safetensors", "x");
        Write("model-00002-of-00002.safetensors", "y");
        if (index)
            folder.Write("model.safetensors.index.json", """{"weight_map":{"x":"model-00001-of-00002.safetensors","y":"model-00002-of-00002.safetensors"}}""");
        using var set = SafetensorsSet.Open(folder.Path);
        Assert.Equal(["x", "y"], set.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(folder["model-00002-of-00002.safetensors"], set.FileOf("y").Path);
        Assert.Equal(["x", "y"], SafetensorsSet.ReadHeaders(folder.Path).Select(tensor => tensor.Name));
    }

    [Fact]
    public void An_index_may_be_named_itself_and_other_files_of_its_folder_are_left_alone()
    {
        Write("model-a.safetensors", "x");
        Write("other.safetensors", "z");
        var index = folder.Write("model.safetensors.index.json", """{"weight_map":{"x":"model-a.safetensors"}}""");
        Assert.Equal([folder["model-a.safetensors"]], SafetensorsSet.FilesOf(index));
        Assert.Equal([folder["model-a.safetensors"]], SafetensorsSet.FilesOf(folder.Path));
    }

    [Theory]
    [InlineData("model-00001-of-00003.safetensors", "2 of its 3 files are not there: model-00002-of-00003.safetensors, model-00003-of-00003.safetensors")]
    [InlineData("model-00001-of-00001.safetensors other-00001-of-00001.safetensors", "several sharded models")]
    [InlineData("a.safetensors b.safetensors", "holds several files (a.safetensors, b.safetensors)")]
    [InlineData("", "no *.safetensors file")]
    public void What_is_no_whole_model_is_named(string files, string problem)
    {
        foreach (var file in files.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Write(file, "x" + file);
        Assert.Contains(problem, Assert.Throws<SafetensorsException>(() => SafetensorsSet.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"weight_map":{"x":"../../etc/passwd"}}""")]
    [InlineData("""{"weight_map":{}}""")]
    [InlineData("""{"weight_map":{"x":7}}""")]
    [InlineData("""{}""")]
    [InlineData("not JSON")]
    public void An_index_that_is_none_is_refused(string json)
    {
        folder.Write("model.safetensors.index.json", json);
        Assert.Throws<SafetensorsException>(() => SafetensorsSet.FilesOf(folder.Path));
    }

    [Fact]
    public void A_tensor_in_two_shards_is_refused()
    {
        Write("model-00001-of-00002.safetensors", "x");
        Write("model-00002-of-00002.safetensors", "x");
        Assert.Contains("'x' is in two", Assert.Throws<SafetensorsException>(() => SafetensorsSet.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<SafetensorsException>(() => SafetensorsSet.ReadHeaders(folder.Path));
    }

    [Fact]
    public void What_is_not_there_is_said() =>
        Assert.Contains("it is not there", Assert.Throws<SafetensorsException>(() => SafetensorsSet.Open(folder["nothing"])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("PK\u0003\u0004 and more", "pickled .ckpt")]
    [InlineData("GGUF\u0003\0\0\0\0\0\0\0", "GGUF")]
    [InlineData("<!DOCTYPE html><html>", "web page")]
    [InlineData("version https://git-lfs", "Git LFS")]
    public void Common_mistakes_are_named(string content, string words)
    {
        var path = folder.Write("model.safetensors", content);
        Assert.Contains(words, Assert.Throws<SafetensorsException>(() => SafetensorsSet.ReadHeaders(path)).Message, StringComparison.Ordinal);
    }

    /// <summary>Each tensor is one byte: its place in the list.</summary>
    private void Write(string name, params string[] tensors) =>
        SafetensorsWriter.Write(folder[name], [.. tensors.Select((tensor, i) => SafetensorsWriter.Entry.Of(tensor, TensorType.U8, [1], new byte[] { (byte)i }))]);
}
