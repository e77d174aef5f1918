using System.Globalization;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>What the script of a job writes down beside it: that it began, why it could not, how its trainer ended. It needs no accounting, and outlives Slurm's memory.</summary>
/// <param name="Restarts">How often Slurm had put the job back when it began last; null: it has not begun.</param>
/// <param name="Node">On which it began last.</param>
/// <param name="BeganAt">By the node's clock, in seconds since 1970.</param>
/// <param name="Problem">Why it could not start the trainer there.</param>
/// <param name="Told">Whether it was told to leave there.</param>
/// <param name="End">How the trainer ended there; null while it works, or when the node died.</param>
internal sealed record JobJournal(int? Restarts, string? Node, long? BeganAt, string? Problem, bool Told, JournalEnd? End)
{
    public static readonly JobJournal Empty = new(null, null, null, null, false, null);

    /// <summary>The script's words; its <c>note</c> writes them, each at the beginning of a line.</summary>
    public const string Begin = "begin", Trouble = "problem", Leave = "told", Ended = "end";

    /// <summary>Reads whole lines; half a line is one that is still on its way.</summary>
    public static JobJournal Parse(string text)
    {
        var journal = Empty;
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            journal = journal.After(line.Split(' '), line);
        return journal;
    }

    /// <summary>How far the node's clock is before ours, or after it where negative, at least; zero: as far as can be told, not at all.</summary>
    /// <param name="noEarlierThan">The job had not begun then; null: nobody knows.</param>
    /// <param name="noLaterThan">It had.</param>
    /// <returns>Null before it has begun.</returns>
    public TimeSpan? ClockIsOffBy(DateTimeOffset? noEarlierThan, DateTimeOffset noLaterThan)
    {
        if (BeganAt is not { } seconds)
            return null;
        var began = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return began > noLaterThan ? began - noLaterThan : began < noEarlierThan ? began - noEarlierThan.Value : TimeSpan.Zero;
    }

    /// <summary>Reads what is there; nothing, when a network disk is away.</summary>
    public static JobJournal Read(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllText(path)) : Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Empty;
        }
    }

    private JobJournal After(string[] words, string line) => words switch
    {
        [Begin, _, var restarts, var node, var at] when Number(restarts) is { } count => new JobJournal((int)count, node, Number(at), null, false, null),
        [Trouble, _, ..] => this with { Problem = line[(Trouble.Length + 1)..] },
        [Leave, ..] => this with { Told = true },
        [Ended, _, _, var code, var bytes] when Number(code) is { } exit && Number(bytes) is { } length => this with { End = new JournalEnd((int)exit, length) },
        _ => this,
    };

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}

/// <param name="ExitCode">Of the trainer.</param>
/// <param name="Bytes">How long the file of its events was then, so that a slow network disk cannot hide its last words.</param>
internal sealed record JournalEnd(int ExitCode, long Bytes);
