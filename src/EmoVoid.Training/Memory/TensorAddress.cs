using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>Where a tensor's first number lies, on whatever device. TorchSharp has the call but shows it for the CPU only.</summary>
internal static partial class TensorAddress
{
    public static nint Of(Tensor tensor) => Address(tensor.Handle);

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint Address(nint tensor);
}
