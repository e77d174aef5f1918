using EmoVoid.Contracts.Inspection;
using EmoVoid.Core.Devices;
using EmoVoid.Core.Executors;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Executors;

public class ExecutorDevicesTests
{
    private static readonly DeviceInspection OnlyCpu = new("2.10.0", ["cpu"], null);

    private readonly ExecutorDevices _devices = new(Options.Create(new ExecutorsOptions
    {
        Executors = { new ExecutorOptions { Name = "local" }, new ExecutorOptions { Name = "gpu", Kind = "slurm", Gres = "gpu:1" }, new ExecutorOptions { Name = "old", Kind = "slurm" } },
    }));

    [Theory]
    [InlineData(null, "auto", "cpu", null)]      // anywhere
    [InlineData("gpu", "auto", "cuda", "gpu")]
    [InlineData(null, "cuda", "cuda", "gpu")]    // only there
    [InlineData("old", "auto", "cpu", "old")]
    public void A_run_gets_the_device_of_where_it_may_go(string? executor, string asked, string device, string? place) =>
        Assert.Equal((new DeviceChoice(device, null), place), _devices.Choose(executor, asked, OnlyCpu));

    [Fact]
    public void What_no_executor_has_is_a_problem() => Assert.NotNull(_devices.Choose("old", "cuda", OnlyCpu).Device.Problem);

    [Fact]
    public void Without_settings_there_is_this_machine_alone() => Assert.Equal(["local"], new ExecutorDevices(Options.Create(new ExecutorsOptions())).Names);
}
