using System.Buffers.Binary;
using System.Text;
using EmoVoid.Testing;
using static EmoVoid.Safetensors.Tests.Forged;

namespace EmoVoid.Safetensors.Tests;

/// <summary>What is not a whole safetensors file is refused with one sentence that says why.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "an empty file", [], "it is 0 bytes long, shorter than any safetensors file" },
        { "seven bytes", new byte[7], "it is 7 bytes long, shorter than any safetensors file" },
        { "a truncated header", File("{}      ")[..12], "its header claims 8 bytes, the file has 12: it is truncated, or not safetensors" },
        { "a header longer than any", Length(SafetensorsHeader.LargestHeader + 1L), "its header claims 100000001 bytes" },
        { "a header of 2^64 - 1 bytes", Length(-1), "its header claims 18446744073709551615 bytes" },
        { "a zip archive", [.. "PK\u0003\u0004"u8, .. new byte[60]], "it is a zip archive (a pickled .ckpt or .pt checkpoint), not safetensors" },
        { "a bare pickle", [0x80, 0x02, .. "}q\u0000(X"u8, .. new byte[40]], "it is a pickle" },
        { "a Git LFS pointer", Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"), "it is a Git LFS pointer" },
        { "no JSON", File("garbage!"), "its header is not the JSON of a safetensors file" },
        { "an empty header", File(""), "its header is not the JSON of a safetensors file" },
        { "an array", File("[1, 2]"), "its header is not the JSON of a safetensors file" },
        { "a number", File("12"), "its header is not the JSON of a safetensors file" },
        { "bytes after the JSON", File("{} {}"), "its header is not the JSON of a safetensors file" },
        { "JSON that is not UTF-8", File([.. "{\""u8, 0xFF, .. "\":{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0]}}"u8]), "its header is not the JSON of a safetensors file" },
        { "deep JSON", File(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))), "its header is not the JSON of a safetensors file" },
        { "metadata that is no object", File("{\"__metadata__\":3}"), "its header is not the JSON of a safetensors file" },
        { "metadata that is no text", File("{\"__metadata__\":{\"a\":{}}}"), "its header is not the JSON of a safetensors file" },
        { "a tensor that is no object", File("{\"w\":[]}"), "its header is not the JSON of a safetensors file" },
        { "no type", File("{\"w\":{\"shape\":[],\"data_offsets\":[0,0]}}"), "tensor 'w' has no 'dtype'" },
        { "no shape", File("{\"w\":{\"dtype\":\"I8\",\"data_offsets\":[0,0]}}"), "tensor 'w' has no 'shape'" },
        { "no offsets", File("{\"w\":{\"dtype\":\"I8\",\"shape\":[]}}"), "tensor 'w' has no 'data_offsets'" },
        { "one offset", File("{\"w\":{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0]}}"), "tensor 'w' has 1 data_offsets" },
        { "three offsets", File("{\"w\":{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0,0]}}"), "tensor 'w' has 3 data_offsets" },
        { "a type that is a number", File("{\"w\":{\"dtype\":1,\"shape\":[0],\"data_offsets\":[0,0]}}"), "its header is not the JSON of a safetensors file" },
        { "an unknown type", One("F8_E4M3", "[4]", 0, 4, 4), "tensor 'w' is of type F8_E4M3, which is not read here" },
        { "a negative size", One("I8", "[-1]", 0, 4, 4), "tensor 'w' has the impossible shape [-1]" },
        { "negative sizes whose product fits", One("I8", "[-2, -2]", 0, 4, 4), "tensor 'w' has the impossible shape [-2, -2]" },
        { "sizes that overflow", One("F32", "[4294967296, 4294967296]", 0, 4, 4), "tensor 'w' has the impossible shape [4294967296, 4294967296]" },
        { "sizes that overflow to what would fit", One("F32", "[4611686018427387905]", 0, 4, 4), "tensor 'w' has the impossible shape" },
        { "a size that overflows before a zero", One("F32", "[9223372036854775807, 9, 0]", 0, 0, 0), "tensor 'w' has the impossible shape" },
        { "a size beyond 64 bits", One("I8", "[99999999999999999999]", 0, 4, 4), "its header is not the JSON of a safetensors file" },
        { "a size that is a fraction", One("I8", "[1.5]", 0, 4, 4), "its header is not the JSON of a safetensors file" },
        { "truncated data", One("I8", "[4]", 0, 4, 3), "tensor 'w' lies at 0..4 of 3 bytes of data: the file is truncated or damaged" },
        { "a negative place", One("I8", "[4]", -4, 0, 4), "tensor 'w' lies at -4..0 of 4 bytes" },
        { "an end before the beginning", One("I8", "[4]", 4, 0, 4), "tensor 'w' lies at 4..0 of 4 bytes" },
        { "more bytes than the shape", One("I8", "[3]", 0, 4, 4), "tensor 'w' has 4 bytes, but I8 [3] takes 3" },
        { "bytes that no one owns at the end", One("I8", "[4]", 0, 4, 6), "2 bytes after the last tensor belong to none" },
        { "bytes that no one owns in the middle", Two(0, 2, 3, 5, 5), "tensor 'b' leaves a hole before it" },
        { "bytes that no one owns in front", One("I8", "[4]", 1, 5, 5), "tensor 'w' leaves a hole before it" },
        { "a tensor over another", Two(0, 2, 1, 3, 3), "tensor 'b' overlaps the one before it" },
        { "two tensors in one place", Two(0, 2, 0, 2, 2), "tensor 'b' overlaps the one before it" },
        { "a name twice", File($"{{{Tensor("w", "I8", "[2]", 0, 2)},{Tensor("w", "I8", "[2]", 2, 4)}}}", 4), "its header is not the JSON of a safetensors file (Duplicate property" },
        { "a name twice, once escaped", File($"{{{Tensor("w", "I8", "[2]", 0, 2)},{Tensor("\\u0077", "I8", "[2]", 2, 4)}}}", 4), "its header is not the JSON of a safetensors file (Duplicate property" },
        { "metadata twice", File("{\"__metadata__\":{\"a\":\"1\"},\"__metadata__\":{\"a\":\"2\"}}"), "its header is not the JSON of a safetensors file (Duplicate property" },
        { "a metadata key twice", File("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}"), "its header is not the JSON of a safetensors file (Duplicate property" },
        { "a field twice", File("{\"w\":{\"dtype\":\"I8\",\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[0,0]}}"), "its header is not the JSON of a safetensors file (Duplicate property" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_refused_with_its_reason(string what, byte[] content, string problem)
    {
        var path = temporary[what + ".safetensors"];
        System.IO.File.WriteAllBytes(path, content);

        var fromFile = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
        var fromHeader = Assert.Throws<SafetensorsException>(() => SafetensorsHeader.Read(path));

        Assert.StartsWith(problem, fromFile.Problem, StringComparison.Ordinal);
        Assert.StartsWith($"{path} cannot be used: ", fromFile.Message, StringComparison.Ordinal);
        Assert.Equal(fromFile.Message, fromHeader.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_called_damaged() =>
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(temporary["nothing.safetensors"]));

    private static byte[] One(string type, string shape, long begin, long end, int data) => File($"{{{Tensor("w", type, shape, begin, end)}}}", data);

    private static byte[] Two(long beginA, long endA, long beginB, long endB, int data) =>
        File($"{{{Tensor("a", "I8", "[2]", beginA, endA)},{Tensor("b", "I8", "[2]", beginB, endB)}}}", data);

    private static byte[] Length(long length)
    {
        var file = new byte[64];
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        return file;
    }

    public void Dispose() => temporary.Dispose();
}
