using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>Settings <c>EmoVoid:Kohya:*</c>: where kohya-ss/sd-scripts is. A path that is not absolute counts from the state folder.</summary>
public sealed class KohyaOptions
{
    /// <summary>The folder of sd-scripts, with the EmoVoid optimizer in its folder <c>optimizer</c>. Null: there are no such scripts, and no folder may ask for them.</summary>
    public string? Scripts { get; set; }

    /// <summary>The Python that the scripts were installed with. Default: <c>venv/bin/python</c> in the scripts' folder.</summary>
    public string? Python { get; set; }

    /// <summary>Whether 22 of the model's 28 blocks are swapped where a folder does not say how many. Default: false.</summary>
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
