using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Configuration;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Trainers;

/// <summary>Settings <c>EmoVoid:*</c> about the trainer process.</summary>
public sealed class TrainerOptions
{
    [Setting("The trainer's program.", Default = "looked for beside the daemon")]
    public string? TrainerPath { get; set; }

    [Setting("What a folder is trained on that asks for nothing else: auto is the first CUDA device when there is one, else the CPU.", Form = DeviceKey.Forms)]
    public string Device { get; set; } = DeviceKey.Auto;

    [Setting("By how much trainers on this machine let other programs go first, the daemon too, as nice counts.", Min = 0, Max = 19)]
    public int Niceness { get; set; } = 5;
}

/// <summary>Finds the mistakes that are no matter of a range.</summary>
internal sealed class TrainerOptionsValidator : IValidateOptions<TrainerOptions>
{
    public ValidateOptionsResult Validate(string? name, TrainerOptions options)
    {
        var mistakes = new List<string>();
        if (SidecarSchema.Device.Accept(options.Device) is null)
            mistakes.Add($"EmoVoid:Device must be {SidecarSchema.Device.Expected}, but is '{options.Device}'.");
        if (options.TrainerPath is { Length: > 0 } path && !File.Exists(path))
            mistakes.Add($"EmoVoid:TrainerPath is '{path}', and there is no such file.");
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }
}
