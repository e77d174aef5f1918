using System.Security.Cryptography;
using EmoVoid.Safetensors;
using EmoVoid.Training.Lora;

namespace EmoVoid.Training.Tests.Lora;

public class LoraHashesTests
{
    private static readonly Dictionary<string, string> Metadata = new() { ["ss_steps"] = "7", ["ss_output_name"] = "銭形 \"1\"", ["modelspec.title"] = "銭形" };

    /// <summary>Below and above 1 MiB, where the legacy hash begins, and 64 KiB further, where it ends.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(0x100000 - 100)]
    [InlineData(0x108000)]
    [InlineData(0x180000)]
    public void The_hashes_are_those_of_the_file_with_its_training_metadata_alone(int bytes)
    {
        var data = new byte[bytes];
        new Random(bytes).NextBytes(data);
        var entries = new[] { SafetensorsWriter.Entry.Of("a", TensorType.U8, [bytes], data), SafetensorsWriter.Entry.Of("b", TensorType.U8, [3], new byte[] { 1, 2, 3 }) };

        using var buffer = new MemoryStream();
        SafetensorsWriter.Write(buffer, entries, Metadata.Where(item => item.Key.StartsWith("ss_", StringComparison.Ordinal)).ToDictionary());
        var file = buffer.ToArray();
        var legacy = file.Skip(0x100000).Take(0x10000).ToArray();
        Assert.Equal(
            new LoraHashes(Convert.ToHexStringLower(SHA256.HashData([.. data, 1, 2, 3])), Convert.ToHexStringLower(SHA256.HashData(legacy))[..8]),
            LoraHashes.Of(entries, Metadata));
    }
}
