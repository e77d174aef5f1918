using System.Globalization;

namespace EmoVoid.Daemon.Features.Events;

/// <summary>
/// Up to where a listener has heard: the last event of the table, and the last step of each run that takes steps. As text, for the header
/// <c>Last-Event-ID</c>: <c>17</c>, or <c>17:zenigata=240,mochi=12</c>.
/// </summary>
/// <param name="Row">0 before the first event.</param>
internal sealed record EventPosition(long Row, IReadOnlyDictionary<string, int> Steps)
{
    public static readonly EventPosition Start = new(0, new Dictionary<string, int>());

    /// <summary>Null when the text is something else.</summary>
    public static EventPosition? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 2 || !TryNumber(parts[0], out long row))
            return null;
        var steps = new Dictionary<string, int>();
        foreach (var one in parts.Length == 2 ? parts[1].Split(',') : [])
            if (one.Split('=') is [var run, var number] && TryNumber(number, out long step) && step <= int.MaxValue)
                steps[Uri.UnescapeDataString(run)] = (int)step;
            else
                return null;
        return new EventPosition(row, steps);
    }

    // A header takes ASCII alone, and an id may be of any script.
    public override string ToString() => Steps.Count == 0
        ? Row.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Row}:{string.Join(',', Steps.Select(one => $"{Uri.EscapeDataString(one.Key)}={one.Value}"))}");

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
