using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace EmoVoid.Training.Native;

/// <summary>Finds libtorch and loads it before TorchSharp looks for it.</summary>
/// <remarks>
/// Looked for in this order: the folder in <c>EMOVOID_LIBTORCH</c> (an installed PyTorch's <c>torch/lib</c>, say); <c>libtorch/</c> beside
/// the program (a published trainer); the package folder that the build remembers (a clone); the program's own folder (a build for CUDA).
/// The loader knows a library by its soname, so once these are loaded, TorchSharp's own requests find them. What a PyTorch wheel keeps
/// elsewhere (<c>nvidia/*/lib</c>) is found by the run path inside its libraries.
/// </remarks>
public static class LibTorch
{
    public const string FolderVariable = "EMOVOID_LIBTORCH";

    /// <summary>Each needs those before it. A libtorch without CUDA lacks the two in the middle.</summary>
    private static readonly string[] Libraries = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    private static readonly Lazy<(string Folder, Version? Version)> Loaded = new(() => LoadFrom(Find()));

    /// <summary>Of the loaded libtorch; null when it does not say.</summary>
    /// <exception cref="DllNotFoundException">As <see cref="EnsureLoaded"/>.</exception>
    public static Version? Version => Loaded.Value.Version;

    /// <summary>Loads libtorch once; returns the folder it came from.</summary>
    /// <exception cref="DllNotFoundException">There is none, it is of another version, or it does not load; the message names what was tried.</exception>
    public static string EnsureLoaded() => Loaded.Value.Folder;

    private static string Find() =>
        Candidates().FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, "libtorch.so")))
            ?? throw new DllNotFoundException($"libtorch was not found. Looked in: {string.Join(", ", Candidates())}. Set {FolderVariable} to a folder that holds libtorch.so.");

    /// <exception cref="DllNotFoundException">It is of another version, or does not load.</exception>
    internal static (string Folder, Version? Version) LoadFrom(string folder)
    {
        LibTorchVersion.ThrowIfUnfit(LibTorchVersion.Declared(folder), folder);
        OpenMp.LetIdleThreadsSleepSoon();
        Malloc.GiveLargeTensorsHugePages();
        Malloc.KeepWhatIsFreed();
        Version? version = null;
        foreach (var library in Libraries.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            var handle = Load(library);
            if (Path.GetFileName(library) != "libtorch_cpu.so")
                continue;
            version = LibTorchVersion.Of(handle) ?? LibTorchVersion.Declared(folder);
            LibTorchVersion.ThrowIfUnfit(version, folder);
        }

        Load(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        torch.backends.cudnn.allow_tf32 = false; // or a GPU's convolutions keep 10 of float32's 23 bits, and the VAE's latents are rounded for good
        return (folder, version);
    }

    private static nint Load(string library)
    {
        try
        {
            return NativeLibrary.Load(library);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException($"{library} cannot be loaded: {e.Message.Trim().Split('\n')[0]}. {FolderVariable} may name another libtorch.", e);
        }
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } chosen)
        {
            yield return chosen;
            yield break;
        }

        yield return Path.Combine(AppContext.BaseDirectory, "libtorch");
        var remembered = typeof(LibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == "LibTorchFolder")?.Value;
        if (remembered is not null)
            yield return remembered;
        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");
    }
}
