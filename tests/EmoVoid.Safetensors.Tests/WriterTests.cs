using EmoVoid.Testing;

namespace EmoVoid.Safetensors.Tests;

/// <summary>A reader sees the old file or the whole new one, and nothing is left beside it.</summary>
public sealed class WriterTests : IDisposable
{
    private static readonly byte[] Old = "old"u8.ToArray();

    private readonly TemporaryFolder temporary = new();
    private readonly string path;

    public WriterTests()
    {
        path = temporary["a.safetensors"];
        File.WriteAllBytes(path, Old);
    }

    [Fact]
    public void A_failure_halfway_leaves_the_old_file()
    {
        Assert.Throws<TimeoutException>(() => SafetensorsWriter.Write(path,
        [
            SafetensorsWriter.Entry.Of("first", TensorType.F32, [100_000], new byte[400_000]),
            new("second", TensorType.F32, [1], _ => throw new TimeoutException()),
        ]));
        OnlyTheOldFileIsThere();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Bytes_that_do_not_fit_the_shape_are_refused(int bytes)
    {
        var error = Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [SafetensorsWriter.Entry.Of("w", TensorType.F32, [1], new byte[bytes])]));
        Assert.Equal($"tensor 'w' wrote {bytes} bytes; F32 [1] takes 4", error.Message);
        OnlyTheOldFileIsThere();
    }

    [Fact]
    public void A_name_that_comes_twice_is_refused()
    {
        var entry = SafetensorsWriter.Entry.Of("w", TensorType.I8, [1], new byte[1]);
        Assert.Equal("tensor 'w' comes twice", Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [entry, entry])).Message);
        OnlyTheOldFileIsThere();
    }

    [Fact]
    public void A_tensor_may_not_take_the_name_of_the_metadata()
    {
        var entry = SafetensorsWriter.Entry.Of("__metadata__", TensorType.I8, [1], new byte[1]);
        Assert.Contains("__metadata__", Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [entry])).Message, StringComparison.Ordinal);
        OnlyTheOldFileIsThere();
    }

    [Fact]
    public void A_new_file_takes_the_place_of_the_old_one()
    {
        SafetensorsWriter.Write(path, [SafetensorsWriter.Entry.Of("w", TensorType.I8, [1], new byte[1])]);
        Assert.Equal([path], Directory.GetFiles(temporary.Path));
        Assert.Equal(["w"], SafetensorsHeader.Read(path).Tensors.Keys);
    }

    [Fact]
    public void A_reader_keeps_the_file_it_opened()
    {
        SafetensorsWriter.Write(path, [SafetensorsWriter.Entry.Of("w", TensorType.I8, [1], new byte[] { 1 })]);
        using var reader = SafetensorsFile.Open(path);
        SafetensorsWriter.Write(path, [SafetensorsWriter.Entry.Of("w", TensorType.I8, [1], new byte[] { 2 })]);
        Assert.Equal(1, reader.Bytes("w")[0]);
    }

    private void OnlyTheOldFileIsThere()
    {
        Assert.Equal([path], Directory.GetFiles(temporary.Path));
        Assert.Equal(Old, File.ReadAllBytes(path));
    }

    public void Dispose() => temporary.Dispose();
}
