using EmoVoid.Contracts.Sidecars;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Trainers;

/// <summary>Settings <c>EmoVoid:*</c> about the trainer process.</summary>
public sealed class TrainerOptions
{
    /// <summary>The trainer's program; null: it is looked for beside the daemon.</summary>
    public string? TrainerPath { get; set; }

    /// <summary>What a folder is trained on that asks for nothing else: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. Default <c>auto</c>.</summary>
    public string Device { get; set; } = DeviceKey.Auto;

    /// <summary>By how much trainers on this machine let other programs go first, the daemon too: 0 to 19, as <c>nice</c> counts. Default 5.</summary>
    public int Niceness { get; set; } = 5;
}

/// <summary>Finds every mistake in the trainer's settings at once.</summary>
internal sealed class TrainerOptionsValidator : IValidateOptions<TrainerOptions>
{
    public ValidateOptionsResult Validate(string? name, TrainerOptions options)
    {
        var mistakes = new List<string>();
        if (SidecarSchema.Device.Accept(options.Device) is null)
            mistakes.Add($"EmoVoid:Device must be {SidecarSchema.Device.Expected}, but is '{options.Device}'.");
        if (options.Niceness is < 0 or > 19)
            mistakes.Add($"EmoVoid:Niceness must be a whole number from 0 to 19, but is {options.Niceness}. The default is 5.");
        if (options.TrainerPath is { Length: > 0 } path && !File.Exists(path))
            mistakes.Add($"EmoVoid:TrainerPath is '{path}', and there is no such file.");
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }
}
