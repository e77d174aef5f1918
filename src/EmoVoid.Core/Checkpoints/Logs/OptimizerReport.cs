using System.Globalization;
using System.Text.RegularExpressions;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>What a log says of the optimizer that was in use.</summary>
internal sealed partial class OptimizerReport
{
    private bool greets;

    public long LightReports { get; set; }

    /// <summary>Whether EmoVoid's own line of loss and pulse is there.</summary>
    public bool PrintsLosses { get; set; }

    public string? Name { get; private set; }

    public double? StopLoss { get; private set; }

    public bool LightIsSilenced { get; private set; }

    /// <summary>The whole family has the same light: EmoSens, EmoAiry, EmoCats, EmoTion, EmoVoid.</summary>
    public bool IsEmoVoid => LightReports > 0 || PrintsLosses || greets || Name?.Contains(".emo", StringComparison.OrdinalIgnoreCase) == true;

    public void Take(LogMark.Optimizer optimizer)
    {
        if (optimizer.Name is null)
        {
            greets = true;
            return;
        }

        (Name, StopLoss, LightIsSilenced) = (NameOf(optimizer.Name), StopLossOf(optimizer.Arguments), Silenced().IsMatch(optimizer.Arguments));
    }

    // "8-bit AdamW optimizer", without its blanks.
    private static string NameOf(string printed) => Suffix().Replace(printed, "");

    private static double? StopLossOf(string arguments) =>
        Coefficient().Match(arguments) is { Success: true } match && double.TryParse(match.Groups["value"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : null;

    [GeneratedRegex("(?<=.)optimizer$")]
    private static partial Regex Suffix();

    // Where the console's lines are narrow, the place in the source stands inside.
    [GeneratedRegex(@"'stopcoef':(?:[a-z_]+\.py:[0-9]{4})?(?<value>[0-9.]+(?:e-?[0-9]+)?)")]
    private static partial Regex Coefficient();

    [GeneratedRegex(@"'notify':(?:[a-z_]+\.py:[0-9]{4})?False")]
    private static partial Regex Silenced();
}
