using EmoVoid.Testing;
using EmoVoid.Training.Data.Caching;
using TorchSharp;

namespace EmoVoid.Training.Tests.Caching;

public sealed class TensorCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string key = ContentHash.Of("a picture", "a model");
    private int computed;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_tensor_is_computed_once_also_for_another_process()
    {
        using var first = Get();
        using var again = Get();
        Assert.Equal(1, computed);
        Assert.Equal(first.data<float>().ToArray(), again.data<float>().ToArray());
        Assert.Equal(first.shape, again.shape);
    }

    [Fact]
    public void Another_key_is_another_tensor()
    {
        Get().Dispose();
        new TensorCache(folder.Path).GetOrCompute("latents", ContentHash.Of("another picture", "a model"), Compute).Dispose();
        Assert.Equal(2, computed);
    }

    [Fact]
    public void A_damaged_file_is_computed_anew()
    {
        using var first = Get();
        foreach (var damage in new Action<byte[]>[] { bytes => bytes[^1] ^= 1, bytes => bytes[20] ^= 0x40, bytes => bytes.AsSpan(0, 8).Fill(0xff) })
        {
            var bytes = File.ReadAllBytes(Single());
            damage(bytes);
            File.WriteAllBytes(Single(), bytes);
            var before = computed;
            using var again = Get();
            Assert.Equal(before + 1, computed);
            Assert.Equal(first.data<float>().ToArray(), again.data<float>().ToArray());
        }
    }

    [Fact]
    public void A_truncated_or_empty_file_is_computed_anew()
    {
        Get().Dispose();
        foreach (var length in new[] { 100, 7, 0 })
        {
            File.WriteAllBytes(Single(), File.ReadAllBytes(Single())[..length]);
            Get().Dispose();
        }

        Assert.Equal(4, computed);
    }

    [Fact]
    public void A_file_under_another_key_is_not_believed()
    {
        Get().Dispose();
        var other = ContentHash.Of("another");
        Directory.CreateDirectory(folder["latents", other[..2]]);
        File.Copy(Single(), folder["latents", other[..2], other + ".safetensors"]);
        new TensorCache(folder.Path).GetOrCompute("latents", other, Compute).Dispose();
        Assert.Equal(2, computed);
    }

    [Fact]
    public void Nothing_is_left_beside_when_the_computation_fails()
    {
        Assert.Throws<InvalidOperationException>(() => new TensorCache(folder.Path).GetOrCompute("latents", key, () => throw new InvalidOperationException()));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    private torch.Tensor Get() => new TensorCache(folder.Path).GetOrCompute("latents", key, Compute);

    private torch.Tensor Compute()
    {
        computed++;
        return torch.arange(24, dtype: torch.ScalarType.Float32).reshape(2, 3, 4).transpose(0, 1);
    }

    private string Single() => Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Single();
}
