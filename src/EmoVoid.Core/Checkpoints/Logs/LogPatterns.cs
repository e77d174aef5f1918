using System.Text.RegularExpressions;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>What is looked for in a <see cref="TerminalText"/>, where nothing has blanks.</summary>
internal static partial class LogPatterns
{
    /// <summary>No match is longer, in characters; with the number that follows a heading.</summary>
    internal const int Longest = 2048;

    internal const string Bar = "steps:", AverageLoss = "avr_loss=", Loss = "Loss:", Saved = "savingcheckpoint:", Removed = "removingoldcheckpoint:",
        Begin = "runningtraining/", BatchesPerEpoch = "numbatchesperepoch/", BatchesPerStep = "gradientaccumulationsteps/", Steps = "totaloptimizationsteps/",
        Optimizer = "use", Greeting = "emo-optimsuccess";

    /// <summary>What tqdm calls the bar of the validation, as the end of what stands before <see cref="Bar"/>.</summary>
    internal const string Validation = "validation";

    /// <summary>The value of <c>avr_loss</c> counts only with what follows it: a bar is cut at the terminal's width.</summary>
    [GeneratedRegex(
        Bar + @"[0-9]{1,3}%\|[^|]{0,300}\|[0-9]{1,9}/[0-9]{1,9}\["
        + "|" + AverageLoss + @"[-+.0-9a-z]{1,24}[,\]]"
        + "|" + Loss + @"[-+.0-9a-z]{1,24}\|Pulse:"
        + "|" + Saved + File
        + "|" + Removed + File
        + "|" + Begin
        + "|" + BatchesPerEpoch + "[^:]{0,60}:"
        + "|" + BatchesPerStep + "[^=]{0,60}="
        + "|" + Steps + "[^:]{0,60}:"
        + "|" + Optimizer + @"[-+.0-9A-Za-z_]{1,80}\|\{[^}]{0,800}\}(?!aslr_scheduler)"
        + "|" + Greeting)]
    internal static partial Regex Any();

    // Only up to the next message: the rest of a name may be lost.
    private const string File = @"(?:(?!steps:|checkpoint:).){1,1024}?\.(?:safetensors|ckpt)";
}
