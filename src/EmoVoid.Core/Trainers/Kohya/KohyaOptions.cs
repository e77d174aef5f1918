using EmoVoid.Core.Configuration;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>Settings <c>EmoVoid:Kohya:*</c>: where kohya-ss/sd-scripts is. A path that is not absolute counts from the state folder.</summary>
public sealed class KohyaOptions
{
    [Setting("The folder of sd-scripts, with the EmoVoid optimizer in its folder optimizer; a path that is not absolute counts from the state folder.", Default = "none: no folder may ask for them")]
    public string? Scripts { get; set; }

    [Setting("The Python that the scripts were installed with.", Default = "venv/bin/python in the scripts' folder")]
    public string? Python { get; set; }

    [Setting("Whether 22 of the model's 28 blocks are swapped where a folder does not say how many.")]
    public bool LowVram { get; set; }
}

/// <summary>Finds every mistake in these settings at once. Whether the scripts are there is looked at for each folder: they may be installed while the daemon runs.</summary>
internal sealed class KohyaOptionsValidator : IValidateOptions<KohyaOptions>
{
    public ValidateOptionsResult Validate(string? name, KohyaOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.Scripts))
            return ValidateOptionsResult.Success;
        var alone = new[] { (nameof(options.Python), options.Python is not null), (nameof(options.LowVram), options.LowVram) }.Where(key => key.Item2).Select(key => $"EmoVoid:Kohya:{key.Item1}").ToList();
        return alone.Count > 0
            ? ValidateOptionsResult.Fail($"{string.Join(" and ", alone)} {(alone.Count == 1 ? "is" : "are")} set, but EmoVoid:Kohya:Scripts is not; set it to the folder of sd-scripts.")
            : ValidateOptionsResult.Success;
    }
}
