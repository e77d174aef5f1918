using EmoVoid.Training.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>In which type each model computes.</summary>
internal static class Placements
{
    /// <summary>bfloat16 on a GPU, as the published weights are. float32 on a CPU: few of them are faster in bfloat16, and most are slower.</summary>
    public static Placement ForFrozen(Device device) => new(device.type == DeviceType.CPU ? ScalarType.Float32 : ScalarType.BFloat16, device);

    /// <summary>Always float32: it runs once for a picture, and what it rounds away is lost to every step.</summary>
    public static Placement ForVae(Device device) => new(ScalarType.Float32, device);

    /// <summary>For cache keys: a GPU and a CPU round differently, two GPUs of one kind do not.</summary>
    public static string Name(this Placement placement) => $"{placement.Type} {placement.Device.type}";
}
