using System.Runtime.CompilerServices;
using EmoVoid.Training.Native;

namespace EmoVoid.Goldens;

/// <summary>TorchSharp would look for libtorch by itself and not find it: ours must come first.</summary>
internal static class LibTorchFirst
{
    [ModuleInitializer]
    internal static void Load() => LibTorch.EnsureLoaded();
}
