using System.Globalization;
using System.Text.RegularExpressions;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>The file name of a checkpoint, as kohya's scripts make it: <c>name-step00000060</c>, <c>name-000003</c> after an epoch, or <c>name</c> at the end.</summary>
/// <param name="File">With its extension.</param>
/// <param name="Run">The scripts' <c>output_name</c>, which all checkpoints of a run share.</param>
/// <param name="Step">Counted from 1; null when the name does not say it.</param>
/// <param name="Epoch">Counted from 1; null when it was not saved after an epoch.</param>
internal sealed partial record CheckpointName(string File, string Run, int? Step, int? Epoch)
{
    internal static CheckpointName Of(string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        if (ByStep().Match(stem) is { Success: true } byStep && Number(byStep) is { } step)
            return new CheckpointName(file, byStep.Groups["run"].Value, step, null);
        if (ByEpoch().Match(stem) is { Success: true } byEpoch && Number(byEpoch) is { } epoch)
            return new CheckpointName(file, byEpoch.Groups["run"].Value, null, epoch);
        return new CheckpointName(file, stem, null, null);
    }

    private static int? Number(Match match) =>
        int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Eight and six digits with leading zeros; more only when they are needed.
    [GeneratedRegex(@"^(?<run>.*)-step(?<number>[0-9]{8,9})$", RegexOptions.Singleline)]
    private static partial Regex ByStep();

    [GeneratedRegex(@"^(?<run>.*)-(?<number>[0-9]{6,9})$", RegexOptions.Singleline)]
    private static partial Regex ByEpoch();
}
