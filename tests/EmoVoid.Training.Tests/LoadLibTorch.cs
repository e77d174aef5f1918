using System.Runtime.CompilerServices;
using EmoVoid.Training.Native;

namespace EmoVoid.Training.Tests;

/// <summary>libtorch must be loaded before TorchSharp's first call, whichever test comes first.</summary>
internal static class LoadLibTorch
{
    [ModuleInitializer]
    internal static void BeforeAnyTest() => LibTorch.EnsureLoaded();
}
