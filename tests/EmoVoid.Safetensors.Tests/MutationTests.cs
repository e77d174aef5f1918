using EmoVoid.Testing;

namespace EmoVoid.Safetensors.Tests;

/// <summary>A valid file with random damage: it opens and every byte it promises lies inside, or it is refused; nothing else ever happens.</summary>
public sealed class MutationTests : IDisposable
{
    private const string JsonAlphabet = "{}[]\":,-0123456789.eE \\nulltrfasdtypeshapeda_offsetF32BI8";

    private readonly TemporaryFolder temporary = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damage_is_harmless_or_refused(int seed)
    {
        var random = new Random(seed);
        var valid = Valid();
        var path = temporary["mutated.safetensors"];
        var (opened, refused) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            File.WriteAllBytes(path, Mutate(valid, random));
            if (Opens(path))
                opened++;
            else
                refused++;
        }

        Assert.NotEqual(0, opened);
        Assert.NotEqual(0, refused);
    }

    private static bool Opens(string path)
    {
        try
        {
            using var file = SafetensorsFile.Open(path);
            Assert.Equal(new FileInfo(path).Length, file.Tensors.Values.Select(tensor => tensor.Offset + tensor.Bytes).DefaultIfEmpty(new FileInfo(path).Length).Max());
            foreach (var name in file.Tensors.Keys)
                Touch(file.Bytes(name));
            return true;
        }
        catch (SafetensorsException)
        {
            return false;
        }
    }

    private static void Touch(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var b in bytes)
            sum += b;
        Assert.InRange(sum, 0, 255 * bytes.Length);
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        var bytes = valid.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at - 1, random.Next(1, 9))); break;
                case 3: bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256))); break;
                case 4: bytes[at] = (byte)JsonAlphabet[random.Next(JsonAlphabet.Length)]; break;
                default: bytes.RemoveRange(at + 1, bytes.Count - at - 1); break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Valid()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream,
            [
                SafetensorsWriter.Entry.Of("net.a.weight", TensorType.F32, [3, 5], new byte[60]),
                SafetensorsWriter.Entry.Of("b", TensorType.BF16, [], new byte[2]),
                SafetensorsWriter.Entry.Of("none", TensorType.I64, [0], default),
                SafetensorsWriter.Entry.Of("c", TensorType.I8, [2, 2, 2], new byte[8]),
            ],
            new Dictionary<string, string> { ["format"] = "pt", ["ss_seed"] = "42" });
        return stream.ToArray();
    }

    public void Dispose() => temporary.Dispose();
}
