using System.Diagnostics;
using EmoVoid.Core.Devices.Gpus;

namespace EmoVoid.Core.Tests.Devices.Gpus;

public class GpuOrderTests
{
    private static readonly Gpu[] Two = [OneGpu.With(index: 0, uuid: "GPU-aaaa"), OneGpu.With(index: 1, uuid: "GPU-bbbb")];

    [Theory]
    [InlineData("cuda", null, null, "GPU-aaaa")]
    [InlineData("cuda:1", null, null, "GPU-bbbb")]
    [InlineData("cuda:2", null, null, null)]
    [InlineData("cpu", null, null, null)]
    [InlineData(null, null, null, null)]
    [InlineData("cuda:0", "1", null, "GPU-bbbb")]
    [InlineData("cuda:1", "1,0", "PCI_BUS_ID", "GPU-aaaa")]
    [InlineData("cuda:1", "1", null, null)]
    [InlineData("cuda:0", "GPU-bb", null, "GPU-bbbb")]
    [InlineData("cuda:0", null, "FASTEST_FIRST", null)] // which one that is, the driver does not say
    [InlineData("cuda:0", "1,0", "FASTEST_FIRST", null)]
    [InlineData("cuda:0", "GPU-bb", "FASTEST_FIRST", "GPU-bbbb")]
    public void A_device_of_the_trainer_is_this_gpu(string? device, string? visible, string? order, string? uuid) =>
        Assert.Equal(uuid, GpuOrder.Find(device, Two, visible, order)?.Uuid);

    [Fact]
    public void A_single_gpu_is_the_first_in_any_order() => Assert.Equal("GPU-aaaa", GpuOrder.Find("cuda:0", Two[..1], null, "FASTEST_FIRST")?.Uuid);

    [Fact]
    public void Trainers_count_as_the_driver_does_unless_the_user_says_otherwise()
    {
        var start = new ProcessStartInfo("trainer");
        start.Environment.Remove("CUDA_DEVICE_ORDER");
        GpuOrder.Apply(start);
        Assert.Equal("PCI_BUS_ID", start.Environment["CUDA_DEVICE_ORDER"]);
        start.Environment["CUDA_DEVICE_ORDER"] = "FASTEST_FIRST";
        GpuOrder.Apply(start);
        Assert.Equal("FASTEST_FIRST", start.Environment["CUDA_DEVICE_ORDER"]);
    }
}
