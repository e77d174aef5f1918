namespace EmoVoid.Core.Outputs;

/// <summary>Reads a log from its end, however long it is: what is before the part asked for stays unread.</summary>
public static class LogTail
{
    /// <summary>No line of a log is worth more, and a log without line breaks is no log.</summary>
    private const int MostBytes = 8 << 20;
    private const int Block = 64 << 10;

    /// <summary>The last lines of a file that may still be written to.</summary>
    /// <param name="lines">How many at most.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LogPart Last(string file, int lines)
    {
        using var log = Open(file);
        var end = log.Length;
        return Read(log, StartOf(log, end, lines), end);
    }

    /// <summary>What was written after a place in the file; from the start when the file has become shorter than that.</summary>
    /// <param name="place">The <see cref="LogPart.End"/> of an earlier part.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LogPart After(string file, long place)
    {
        using var log = Open(file);
        var end = log.Length;
        return Read(log, place > end ? 0 : place, end);
    }

    private static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <returns>Where the last lines begin.</returns>
    private static long StartOf(FileStream log, long end, int lines)
    {
        var block = new byte[Block];
        var breaks = 0;
        for (var before = end; before > 0 && end - before < MostBytes;)
        {
            var start = Math.Max(0, before - Block);
            var length = (int)(before - start);
            log.Position = start;
            log.ReadExactly(block, 0, length);
            for (var at = length - 1; at >= 0; at--)
                // The break at the very end closes the last line and begins none.
                if (block[at] == '\n' && start + at != end - 1 && ++breaks == lines)
                    return start + at + 1;
            before = start;
        }

        return Math.Max(0, end - MostBytes);
    }

    private static LogPart Read(FileStream log, long start, long end)
    {
        start = Math.Max(start, end - MostBytes);
        log.Position = start;
        var bytes = new byte[end - start];
        log.ReadExactly(bytes);
        return new LogPart(bytes, end);
    }
}

/// <summary>A part of a log.</summary>
/// <param name="Text">As it is in the file, UTF-8.</param>
/// <param name="End">Where in the file it ends, in bytes from the start.</param>
public sealed record LogPart(byte[] Text, long End);
