using System.Reflection;
using System.Runtime.InteropServices;

namespace EmoVoid.Training.Native;

/// <summary>Finds libtorch and loads it before TorchSharp looks for it.</summary>
/// <remarks>
/// Looked for in this order: the folder in <c>EMOVOID_LIBTORCH</c> (an installed PyTorch's <c>torch/lib</c>, say); <c>libtorch/</c> beside
/// the program (a published trainer); the package folder that the build remembers (a clone). The loader knows a library by its soname,
/// so once these are loaded, TorchSharp's own requests find them.
/// </remarks>
public static class LibTorch
{
    public const string FolderVariable = "EMOVOID_LIBTORCH";

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Loads libtorch once; returns the folder it came from.</summary>
    /// <exception cref="DllNotFoundException">There is none, or it does not load; the message names what was tried.</exception>
    public static string EnsureLoaded() => Loaded.Value;

    private static string Load()
    {
        var folder = Candidates().FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, "libtorch.so")))
            ?? throw new DllNotFoundException($"libtorch was not found. Looked in: {string.Join(", ", Candidates())}. Set {FolderVariable} to a folder that holds libtorch.so.");
        OpenMp.LetIdleThreadsSleep();
        Malloc.GiveLargeTensorsTheirOwnPages();
        foreach (var library in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" })
            NativeLibrary.Load(Path.Combine(folder, library));
        NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        return folder;
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
    }
}
