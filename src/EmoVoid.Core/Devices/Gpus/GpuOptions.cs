using EmoVoid.Core.Configuration;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Devices.Gpus;

/// <summary>Settings <c>EmoVoid:*</c> about the GPUs of this machine and those who share them.</summary>
public sealed class GpuOptions
{
    [Setting("The program that tells of the GPUs and who shares them.", Default = "nvidia-smi in PATH")]
    public string? NvidiaSmi { get; set; }

    [Setting("How long nvidia-smi may take to answer before it is ended, and is not relied on.", IsPositive = true)]
    public TimeSpan NvidiaSmiTimeout { get; set; } = TimeSpan.FromSeconds(10);

    [Setting("How much of a GPU is left to other programs; megabytes are of 2^20 bytes.")]
    public NeighbourOptions Neighbour { get; set; } = new();
}

/// <summary>Settings <c>EmoVoid:Neighbour:*</c>: how much of a GPU is left to other programs. Megabytes are of 2^20 bytes.</summary>
public sealed class NeighbourOptions
{
    [Setting("Nothing is started on a GPU of whose memory other programs have more; a desktop may have as much as the default.", Min = 0)]
    public int MaxOtherMegabytes { get; set; } = 1500;

    [Setting("Whether a run at work saves and leaves when others have more than that; false: who came first stays.")]
    public bool YieldWhenBusy { get; set; }

    [Setting("In how many looks in a row others must have it before a run leaves.", Min = 1)]
    public int BusyLooks { get; set; } = 2;

    [Setting("A run leaves when others have grown and less than this is free for them, and comes back when there is room for both; 0: off.", Min = 0)]
    public int MinFreeMegabytes { get; set; }
}

/// <summary>Finds the mistakes that are no matter of a range.</summary>
internal sealed class GpuOptionsValidator : IValidateOptions<GpuOptions>
{
    public ValidateOptionsResult Validate(string? name, GpuOptions options) =>
        options.NvidiaSmi is { } program && !File.Exists(program)
            ? ValidateOptionsResult.Fail($"EmoVoid:NvidiaSmi is '{program}', and there is no such file; leave it out to have nvidia-smi looked for in PATH.")
            : ValidateOptionsResult.Success;
}
