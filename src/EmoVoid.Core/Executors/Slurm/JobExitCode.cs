using System.Globalization;
using System.Text.RegularExpressions;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>Reads the exit code where Slurm shows it: <c>CODE:SIGNAL</c>.</summary>
internal static partial class JobExitCode
{
    /// <param name="text">Of <c>scontrol show job</c>.</param>
    public static int? FromControl(string text) => Read(InControl().Match(text));

    /// <param name="text">Of <c>sacct</c>, the column alone.</param>
    public static int? FromAccounting(string text) => Read(Alone().Match(text));

    private static int? Read(Match match)
    {
        if (!match.Success)
            return null;
        var (code, signal) = (int.Parse(match.Groups["code"].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups["signal"].Value, CultureInfo.InvariantCulture));
        return signal > 0 ? 128 + signal : code;
    }

    [GeneratedRegex(@"(^|\s)ExitCode=(?<code>\d{1,3}):(?<signal>\d{1,3})")]
    private static partial Regex InControl();

    [GeneratedRegex(@"^\s*(?<code>\d{1,3}):(?<signal>\d{1,3})\s*$", RegexOptions.Multiline)]
    private static partial Regex Alone();
}
