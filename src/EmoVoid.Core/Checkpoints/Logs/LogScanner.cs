using System.Globalization;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>Finds the marks in a log's text, as it comes. Its memory does not grow with the log.</summary>
/// <param name="take">Called for each mark, in their order.</param>
internal sealed class LogScanner(Action<LogMark> take)
{
    /// <summary>Kept before the place of the next search: enough to see what a bar is called.</summary>
    private const int Context = 32;

    private readonly TerminalText text = new();
    private int next; // where the next search begins

    public void Append(ReadOnlySpan<char> characters)
    {
        text.Append(characters);
        if (text.Length >= 2 * LogPatterns.Longest)
            Scan(text.Length - LogPatterns.Longest);
    }

    public void End() => Scan(text.Length);

    /// <summary>
    /// Takes what has come so far for whole, of a log that is still written: only at the end of a line or of a bar, or a mark would be cut.
    /// </summary>
    public void Settle()
    {
        Scan(text.Length);
        text.Lights.Clear(); // also one at the very end, which was taken
    }

    /// <param name="limit">A match that begins from here on may not be whole yet.</param>
    private void Scan(int limit)
    {
        var lights = 0;
        foreach (var match in LogPatterns.Any().EnumerateMatches(text.Characters, next))
        {
            if (match.Index >= limit)
                break;
            next = match.Index + match.Length;
            TakeLights(ref lights, before: next);
            if (Mark(match.Index, next) is { } mark)
                take(mark);
        }

        next = Math.Max(next, limit);
        TakeLights(ref lights, before: text.Length == limit ? limit + 1 : next);
        var drop = Math.Max(0, next - Context);
        text.Drop(drop);
        next -= drop;
        text.Lights.RemoveAll(light => light < next);
    }

    private void TakeLights(ref int taken, int before)
    {
        for (; taken < text.Lights.Count && text.Lights[taken] < before; taken++)
            take(new LogMark.Light());
    }

    private LogMark? Mark(int start, int end)
    {
        var match = text.Characters[start..end];
        return match switch
        {
            _ when match.StartsWith(LogPatterns.Bar) => text.Characters[..start].EndsWith(LogPatterns.Validation) ? null : Bar(match),
            _ when match.StartsWith(LogPatterns.AverageLoss) => Number(match[LogPatterns.AverageLoss.Length..^1]) is { } mean ? new LogMark.AverageLoss(mean) : null,
            _ when match.StartsWith(LogPatterns.Loss) => Number(match[LogPatterns.Loss.Length..match.IndexOf('|')]) is { } loss ? new LogMark.Loss(loss) : null,
            _ when match.StartsWith(LogPatterns.Saved) => new LogMark.Saved(File(start + LogPatterns.Saved.Length, end)),
            _ when match.StartsWith(LogPatterns.Removed) => new LogMark.Removed(File(start + LogPatterns.Removed.Length, end)),
            _ when match.StartsWith(LogPatterns.Begin) => new LogMark.Begin(),
            _ when match.StartsWith(LogPatterns.BatchesPerEpoch) => Heading(HeadingNumber.BatchesPerEpoch, end),
            _ when match.StartsWith(LogPatterns.BatchesPerStep) => Heading(HeadingNumber.BatchesPerStep, end),
            _ when match.StartsWith(LogPatterns.Steps) => Heading(HeadingNumber.Steps, end),
            _ when match.StartsWith(LogPatterns.Greeting) => new LogMark.Optimizer(null, ""),
            _ => Optimizer(match[LogPatterns.Optimizer.Length..]),
        };
    }

    private static LogMark.Bar Bar(ReadOnlySpan<char> match)
    {
        var counts = match[(match[..^1].LastIndexOf('|') + 1)..^1];
        var slash = counts.IndexOf('/');
        return new LogMark.Bar(int.Parse(counts[..slash], CultureInfo.InvariantCulture), int.Parse(counts[(slash + 1)..], CultureInfo.InvariantCulture));
    }

    private static LogMark.Optimizer Optimizer(ReadOnlySpan<char> match)
    {
        var bar = match.IndexOf('|');
        return new LogMark.Optimizer(match[..bar].ToString(), match[(bar + 1)..].ToString());
    }

    // nan and inf are Python's; training goes on after them, and so does the reading.
    private static double? Number(ReadOnlySpan<char> number) => number switch
    {
        "nan" or "inf" or "-inf" => double.NaN,
        _ => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null,
    };

    /// <summary>The name without its folder: a path of any system.</summary>
    private string File(int start, int end)
    {
        start += text.Characters[start..end].LastIndexOfAny('/', '\\') + 1;
        var name = new System.Text.StringBuilder();
        for (var i = start; i < end; i++)
            name.Append(i > start && text.Gaps[i] == Gap.Blank ? " " : "").Append(text.Characters[i]);
        return name.ToString();
    }

    // The number ends with its line: the next line may begin with a date.
    private LogMark.Heading? Heading(HeadingNumber name, int at)
    {
        var end = at;
        while (end < text.Length && end < at + 9 && char.IsAsciiDigit(text.Characters[end]) && (end == at || text.Gaps[end] != Gap.LineBreak))
            end++;
        return end == at ? null : new LogMark.Heading(name, int.Parse(text.Characters[at..end], CultureInfo.InvariantCulture));
    }
}
