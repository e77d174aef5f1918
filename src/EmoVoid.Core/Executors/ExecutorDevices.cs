using EmoVoid.Contracts.Inspection;
using EmoVoid.Core.Devices;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Executors;

/// <summary>Which executor a folder may ask for, and on what it would be trained there.</summary>
public sealed class ExecutorDevices(IOptions<ExecutorsOptions> options)
{
    /// <summary>In the order of the configuration.</summary>
    public IReadOnlyList<string> Names { get; } = options.Value.Executors is { Count: > 0 } named ? [.. named.Select(one => one.Name)] : [ExecutorOptions.Local];

    /// <param name="executor">What the folder asks for; null: any.</param>
    /// <param name="device">Likewise.</param>
    /// <param name="here">What this machine's trainer sees.</param>
    /// <returns>The device, and the executor when it is not any one.</returns>
    public (DeviceChoice Device, string? Executor) Choose(string? executor, string device, DeviceInspection here)
    {
        var choices = Names.Where(name => executor is null || name == executor).Select(name => (Device: DeviceChoice.Of(device, Of(name, here)), Name: name)).ToList();
        var first = choices.FindIndex(choice => choice.Device.Problem is null);
        // Where the first one cannot, a later one is asked for, so that the run does not wait for what is not there.
        return first < 0 ? (choices.Count > 0 ? choices[0].Device : DeviceChoice.Of(device, here), executor) : (choices[first].Device, first == 0 ? executor : choices[first].Name);
    }

    private DeviceInspection Of(string executor, DeviceInspection here) => options.Value.Executors.Find(one => one.Name == executor) is { IsSlurm: true } there
        ? new DeviceInspection(here.LibTorch, there.DeviceThere == "cpu" ? ["cpu"] : ["cpu", there.DeviceThere], null)
        : here;
}
