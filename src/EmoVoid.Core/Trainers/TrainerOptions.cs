using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Trainers;

/// <summary>Settings <c>EmoVoid:*</c> about the trainer process.</summary>
public sealed class TrainerOptions
{
    /// <summary>The trainer's program; null: it is looked for beside the daemon.</summary>
    public string? TrainerPath { get; set; }

    /// <summary>A TorchSharp device: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. Default <c>cpu</c>.</summary>
    public string Device { get; set; } = "cpu";
}

/// <summary>Finds every mistake in the trainer's settings at once.</summary>
internal sealed partial class TrainerOptionsValidator : IValidateOptions<TrainerOptions>
{
    public ValidateOptionsResult Validate(string? name, TrainerOptions options)
    {
        var mistakes = new List<string>();
        if (!KnownDevice().IsMatch(options.Device))
            mistakes.Add($"EmoVoid:Device must be cpu, cuda or cuda:N, but is '{options.Device}'.");
        if (options.TrainerPath is { Length: > 0 } path && !File.Exists(path))
            mistakes.Add($"EmoVoid:TrainerPath is '{path}', and there is no such file.");
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    [GeneratedRegex("^(cpu|cuda(:[0-9]{1,2})?)$")]
    private static partial Regex KnownDevice();
}
