namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>Reads a console log of kohya's scripts, of any length, from its first byte to its last.</summary>
public static class TrainingLogReader
{
    /// <summary>Characters that no console prints, as a share, from which a file is no log.</summary>
    private const double Binary = 0.05;

    /// <exception cref="LogException">It is empty, no text, or says nothing of a training.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<TrainingLog> ReadAsync(Stream log, CancellationToken cancel)
    {
        var decoder = new LogDecoder(log);
        var collector = new LogCollector();
        var scanner = new LogScanner(collector.Take);
        long characters = 0, strange = 0;
        while (await decoder.ReadAsync(cancel) is { Length: > 0 } text)
        {
            scanner.Append(text.Span);
            characters += text.Length;
            strange += Strange(text.Span);
        }

        scanner.End();
        var read = collector.End();
        return WhyNot(read, decoder.Length, strange > Binary * characters) is { } problem ? throw new LogException(problem) : read;
    }

    private static string? WhyNot(TrainingLog log, long bytes, bool isBinary) => log switch
    {
        _ when bytes == 0 => "the log is empty",
        { LastStep: > 0 } => null,
        { LightReports: > 0 } =>
            $"the light was reported {log.LightReports} times, but no progress bar says at which steps: the bars go to stderr, so write both into the log (2>&1)",
        _ when isBinary => "it is no text: the console's output is needed, not a checkpoint and not TensorBoard's events",
        { StepsAskedFor: not null } => "the training ended before its first step",
        { Saves.Count: > 0 } => "it tells of saved checkpoints, but has no progress bar (steps: 10%|…| 40/400 […]): the bars go to stderr, so write both into the log (2>&1)",
        _ => "no progress bar (steps: 10%|…| 40/400 […]) is in it: the console's output of kohya's scripts is needed, stderr included (2>&1)",
    };

    private static int Strange(ReadOnlySpan<char> text)
    {
        var strange = text.Count('\uFFFD');
        foreach (var c in text)
            if (c < ' ' && c is not ('\n' or '\r' or '\t' or '\b' or '\u001B' or '\u0007'))
                strange++;
        return strange;
    }
}
