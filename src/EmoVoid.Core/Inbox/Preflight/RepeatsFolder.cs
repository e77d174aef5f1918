using System.Globalization;
using System.Text.RegularExpressions;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>A folder named in kohya's way: <c>10_name</c>: each picture in it comes ten times in an epoch, and the rest of the name is its class.</summary>
/// <remarks>A number of more than three digits is no such name: <c>2024_summer</c> means a year.</remarks>
internal sealed partial record RepeatsFolder(int Repeats, string ClassName)
{
    /// <summary>What the nearest folder of that kind says; null when there is none.</summary>
    /// <param name="file">Relative to the data set, with forward slashes.</param>
    internal static RepeatsFolder? Of(string file)
    {
        foreach (var part in file.Split('/')[..^1].Reverse())
            if (Form().Match(part) is { Success: true } match)
                return new RepeatsFolder(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), match.Groups[2].Value.Trim());
        return null;
    }

    [GeneratedRegex("^([0-9]{1,3})_(.*)$", RegexOptions.Singleline)]
    private static partial Regex Form();
}
