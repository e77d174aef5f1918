using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Devices.Gpus;

/// <summary>Settings <c>EmoVoid:*</c> about the GPUs of this machine and those who share them.</summary>
public sealed class GpuOptions
{
    /// <summary>The program that tells of them; null, the default: <c>nvidia-smi</c> in PATH.</summary>
    public string? NvidiaSmi { get; set; }

    /// <summary>How long it may take to answer before it is ended, and is not relied on; default 10 s.</summary>
    public TimeSpan NvidiaSmiTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public NeighbourOptions Neighbour { get; set; } = new();
}

/// <summary>Settings <c>EmoVoid:Neighbour:*</c>: how much of a GPU is left to other programs. Megabytes are of 2^20 bytes.</summary>
public sealed class NeighbourOptions
{
    /// <summary>Nothing is started on a GPU of whose memory others have more; default 1500, which a desktop may have.</summary>
    public int MaxOtherMegabytes { get; set; } = 1500;

    /// <summary>Whether a run at work saves and leaves when others have more than that; default false: who came first stays.</summary>
    public bool YieldWhenBusy { get; set; }

    /// <summary>In how many looks in a row they must have it before it leaves; default 2.</summary>
    public int BusyLooks { get; set; } = 2;

    /// <summary>A run leaves when others have grown and less than this is free for them, and comes back when there is room for both; 0, the default: off.</summary>
    public int MinFreeMegabytes { get; set; }
}

/// <summary>Finds every mistake in these settings at once.</summary>
internal sealed class GpuOptionsValidator : IValidateOptions<GpuOptions>
{
    public ValidateOptionsResult Validate(string? name, GpuOptions options)
    {
        var mistakes = new[]
        {
            options.NvidiaSmi is { } program && !File.Exists(program) ? $"EmoVoid:NvidiaSmi is '{program}', and there is no such file; leave it out to have nvidia-smi looked for in PATH." : null,
            options.NvidiaSmiTimeout > TimeSpan.Zero ? null : $"EmoVoid:NvidiaSmiTimeout must be more than nothing, as 00:00:10, but is {options.NvidiaSmiTimeout}.",
            NotBelow(nameof(options.Neighbour.MaxOtherMegabytes), options.Neighbour.MaxOtherMegabytes, 0),
            NotBelow(nameof(options.Neighbour.BusyLooks), options.Neighbour.BusyLooks, 1),
            NotBelow(nameof(options.Neighbour.MinFreeMegabytes), options.Neighbour.MinFreeMegabytes, 0),
        }.OfType<string>().ToList();
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static string? NotBelow(string key, int value, int least) =>
        value >= least ? null : FormattableString.Invariant($"EmoVoid:Neighbour:{key} must be at least {least}, but is {value}.");
}
