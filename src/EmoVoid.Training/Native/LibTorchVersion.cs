using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace EmoVoid.Training.Native;

/// <summary>Which libtorch a folder holds: TorchSharp's shim is made for one, and another may crash or compute something else without a word.</summary>
internal static partial class LibTorchVersion
{
    private static readonly Version Oldest = new(2, 10), BeforeNext = new(2, 12);

    private static readonly string[] Notes = ["version.py", "build-version"];

    /// <summary>What lies beside the libraries says: <c>version.py</c> of an installed PyTorch, <c>build-version</c> of a downloaded libtorch.</summary>
    /// <returns>Null when nothing says it.</returns>
    public static Version? Declared(string folder)
    {
        foreach (var file in Notes.Select(name => Path.Combine(folder, "..", name)).Where(File.Exists))
            if (Number().Match(File.ReadAllText(file)) is { Success: true } found)
                return Version.Parse(found.Value);
        return null;
    }

    /// <summary>What the library itself says.</summary>
    /// <remarks>The first three bytes of the number are major, minor and patch. Source: PyTorch, <c>torch/headeronly/version.h</c>; there since 2.9.</remarks>
    /// <param name="library">The loaded <c>libtorch_cpu.so</c>.</param>
    public static unsafe Version? Of(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "aoti_torch_abi_version", out var ask))
            return null;
        var number = ((delegate* unmanaged<ulong>)ask)();
        return new Version((int)(number >> 56), (int)(number >> 48 & 0xff), (int)(number >> 40 & 0xff));
    }

    /// <exception cref="DllNotFoundException">The version is known, and not one that the shim works with.</exception>
    public static void ThrowIfUnfit(Version? version, string folder)
    {
        if (version is not null && (version < Oldest || version >= BeforeNext))
            throw new DllNotFoundException($"libtorch {version} in {folder} cannot be used: this trainer works with 2.10 and 2.11. Install one of these (pip install 'torch>=2.10,<2.12'), or leave {LibTorch.FolderVariable} unset for the trainer's own.");
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex Number();
}
