using System.Buffers.Binary;
using System.Text;
using EmoVoid.Testing;

namespace EmoVoid.Safetensors.Tests;

public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    private string File => temporary["a.safetensors"];

    [Theory]
    [InlineData(TensorType.Bool, "BOOL", 1)]
    [InlineData(TensorType.I8, "I8", 1)]
    [InlineData(TensorType.U8, "U8", 1)]
    [InlineData(TensorType.I64, "I64", 8)]
    [InlineData(TensorType.F16, "F16", 2)]
    [InlineData(TensorType.BF16, "BF16", 2)]
    [InlineData(TensorType.F32, "F32", 4)]
    [InlineData(TensorType.F64, "F64", 8)]
    public void Every_type_comes_back_as_it_went_in(TensorType type, string name, int width)
    {
        var bytes = Enumerable.Range(0, 6 * width).Select(i => (byte)(i * 37)).ToArray();
        SafetensorsWriter.Write(File, [SafetensorsWriter.Entry.Of("w", type, [2, 3], bytes)]);

        using var file = SafetensorsFile.Open(File);
        var tensor = file.Info("w");
        Assert.Equal((type, 6L, 6L * width), (tensor.Type, tensor.Elements, tensor.Bytes));
        Assert.Equal($"{name} [2, 3]", tensor.Describe());
        Assert.Equal(bytes, file.Bytes("w").ToArray());
    }

    [Fact]
    public void Every_type_has_its_row_above() => Assert.Equal(8, Enum.GetValues<TensorType>().Length);

    [Fact]
    public void Scalars_and_empty_tensors_have_their_place()
    {
        SafetensorsWriter.Write(File,
        [
            SafetensorsWriter.Entry.Of("nothing", TensorType.F32, [0, 7], default),
            SafetensorsWriter.Entry.Of("scalar", TensorType.F64, [], BitConverter.GetBytes(1.5)),
            SafetensorsWriter.Entry.Of("nothing more", TensorType.I8, [3, 0], default),
        ]);

        using var file = SafetensorsFile.Open(File);
        Assert.Empty(file.Info("scalar").Shape);
        Assert.Equal(1.5, BitConverter.ToDouble(file.Bytes("scalar")));
        Assert.Equal(0, file.Bytes("nothing").Length);
        Assert.Equal([3, 0], file.Info("nothing more").Shape);
    }

    [Fact]
    public void A_file_may_hold_no_tensor_at_all()
    {
        SafetensorsWriter.Write(File, []);
        using var file = SafetensorsFile.Open(File);
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Metadata_and_names_may_hold_any_text()
    {
        var metadata = new Dictionary<string, string> { ["ss_tag"] = "a \"quoted\" \\ 初音\n\u0001", ["empty"] = "", ["Ünï"] = "<&>'" };
        SafetensorsWriter.Write(File, [SafetensorsWriter.Entry.Of("名 \"x\"", TensorType.U8, [1], new byte[] { 9 })], metadata);

        using var file = SafetensorsFile.Open(File);
        Assert.Equal(metadata, file.Metadata);
        Assert.Equal(9, file.Bytes("名 \"x\"")[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public void The_data_starts_at_a_multiple_of_eight_whatever_the_header_holds(int length)
    {
        SafetensorsWriter.Write(File, [SafetensorsWriter.Entry.Of("w", TensorType.F64, [1], new byte[8])], new Dictionary<string, string> { ["k"] = new string('x', length) });
        using var file = SafetensorsFile.Open(File);
        Assert.Equal(0, file.Info("w").Offset % 8);
        Assert.Equal(0, file.Address(file.Info("w")) % 8);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [SafetensorsWriter.Entry.Of("w", TensorType.I8, [2], new byte[] { 1, 2 })], new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });

        const string header = """{"__metadata__":{"a":"1","b":"2"},"w":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}}""";
        var padded = header.PadRight((header.Length + 7) / 8 * 8);
        var expected = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(expected, padded.Length);
        Assert.Equal([.. expected, .. Encoding.ASCII.GetBytes(padded), 1, 2], stream.ToArray());
    }

    [Fact]
    public void The_header_alone_can_be_read()
    {
        SafetensorsWriter.Write(File, [SafetensorsWriter.Entry.Of("w", TensorType.F32, [1], new byte[4])]);
        Assert.Equal(["w"], SafetensorsHeader.Read(File).Tensors.Keys);
    }

    [Fact]
    public void A_tensor_that_is_not_there_is_named()
    {
        SafetensorsWriter.Write(File, []);
        using var file = SafetensorsFile.Open(File);
        Assert.Contains("has no tensor 'w'", Assert.Throws<SafetensorsException>(() => file.Info("w")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_file_gives_no_address()
    {
        SafetensorsWriter.Write(File, [SafetensorsWriter.Entry.Of("w", TensorType.F32, [1], new byte[4])]);
        var file = SafetensorsFile.Open(File);
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Address(file.Info("w")));
    }

    public void Dispose() => temporary.Dispose();
}
