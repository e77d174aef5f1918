using EmoVoid.Testing;
using EmoVoid.Training.Native;
using TorchSharp;

namespace EmoVoid.Training.Tests.Native;

/// <summary>Folders that look like an installed PyTorch, and must be refused with a reason before anything of them is used.</summary>
public sealed class LibTorchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("version.py", "__version__ = '2.14.0a0+debian'\ncuda: Optional[str] = None\n", "2.14.0")]
    [InlineData("version.py", "from typing import Optional\n__version__ = '2.9.1+cu128'\n", "2.9.1")]
    [InlineData("build-version", "2.5.1+cpu\n", "2.5.1")]
    public void Another_version_is_refused_with_the_versions_that_work(string file, string text, string version)
    {
        folder.Write(Path.Combine("torch", file), text);
        folder.Write("torch/lib/libtorch.so", "never read");
        var error = Assert.Throws<DllNotFoundException>(() => LibTorch.LoadFrom(folder["torch", "lib"]));
        Assert.StartsWith($"libtorch {version} in {folder["torch", "lib"]} cannot be used: this trainer works with 2.10 and 2.11.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.10.0+cu130")]
    [InlineData("2.11.1")]
    public void A_version_that_works_is_tried_and_what_does_not_load_is_named(string version)
    {
        folder.Write("torch/version.py", $"__version__ = '{version}'");
        folder.Write("torch/lib/libtorch.so", "not a library");
        var error = Assert.Throws<DllNotFoundException>(() => LibTorch.LoadFrom(folder["torch", "lib"]));
        Assert.Contains(folder["torch", "lib", "libtorch.so"] + " cannot be loaded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_loaded_libtorch_says_its_version_itself() => Assert.Equal(new Version(2, 10, 0), LibTorch.Version);

    [Fact]
    public void Float32_is_float32_in_products_and_in_convolutions() =>
        Assert.Equal((false, false), (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32));

    [Fact]
    public void The_CPU_is_always_there()
    {
        var there = Devices.Inspect();
        Assert.Equal((null, "2.10.0", "cpu"), (there.Problem, there.LibTorch, there.Devices[0]));
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 5.77 GiB of which 1.20 GiB is free.", true)]
    [InlineData("CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported", true)]
    [InlineData("The CUDA driver's RetainPrimaryContext failed: out of memory (error 2).", true)]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", true)]
    [InlineData("[enforce fail at alloc_cpu.cpp:121] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 1099511627776 bytes.", true)]
    [InlineData("CUDA error: device-side assert triggered", false)]
    public void An_exhausted_memory_is_told_from_other_failures(string message, bool isMemory) =>
        Assert.Equal(isMemory, OutOfMemory.IsMeantBy(new InvalidOperationException(message)));
}
