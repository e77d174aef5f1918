using EmoVoid.Core.Models.Downloads;

namespace EmoVoid.Daemon.CommandLine;

/// <summary>Says how downloads go: on a terminal in one line that changes, else a line every tenth part.</summary>
internal sealed class DownloadProgress(TextWriter output, bool isTerminal, TimeProvider time) : IDownloadVoice, IDisposable
{
    private const int Tenths = 10;
    private const string EraseLine = "\r\e[K";

    /// <summary>Without a known size a line is due for each of these.</summary>
    private const long UnknownStep = 100_000_000;

    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);

    private WantedFile? current;
    private long startedAt;
    private long startBytes;
    private long lastDrawn;
    private long lastStep;
    private bool isLineOpen;

    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => FormattableString.Invariant($"{bytes / 1e9:0.00} GB"),
        >= 1_000_000 => FormattableString.Invariant($"{bytes / 1e6:0.0} MB"),
        _ => FormattableString.Invariant($"{bytes} bytes"),
    };

    public void Progress(WantedFile file, long done, long? total)
    {
        if (!ReferenceEquals(file, current))
            Begin(file, done, total);
        if (isTerminal)
            Draw(file, done, total);
        else if ((total is > 0 ? done * Tenths / total.Value : done / UnknownStep) is var step && step > lastStep)
        {
            lastStep = step;
            output.WriteLine(Line(file, done, total));
        }
    }

    public void Again(WantedFile file, string why, TimeSpan wait)
    {
        Close();
        output.WriteLine(FormattableString.Invariant($"{file.Source.Name}: {why}; again in {wait.TotalSeconds:0.0} s"));
    }

    public void Finished(WantedFile file, long bytes, string hash)
    {
        Close();
        output.WriteLine($"{file.Target}: {Size(bytes)}, SHA-256 {hash}{(file.Source.Sha256 is null ? " (not stated by the source)" : " as stated")}");
    }

    public void Dispose() => Close();

    private void Begin(WantedFile file, long done, long? total)
    {
        (current, startedAt, startBytes, lastDrawn) = (file, time.GetTimestamp(), done, 0);
        lastStep = total is > 0 ? done * Tenths / total.Value : done / UnknownStep;
        if (!isTerminal)
            output.WriteLine(done > 0 ? $"{file.Source.Name}: goes on from {Size(done)}" : $"{file.Source.Name}: {(total is { } size ? Size(size) : "of unknown size")}");
    }

    private void Draw(WantedFile file, long done, long? total)
    {
        var now = time.GetTimestamp();
        if (lastDrawn != 0 && done != total && time.GetElapsedTime(lastDrawn, now) < Redraw)
            return;
        (lastDrawn, isLineOpen) = (now, true);
        output.Write(EraseLine + Line(file, done, total));
    }

    private string Line(WantedFile file, long done, long? total)
    {
        var seconds = time.GetElapsedTime(startedAt).TotalSeconds;
        var rate = seconds > 0 ? FormattableString.Invariant($"  {(done - startBytes) / 1e6 / seconds:0.0} MB/s") : "";
        return total is > 0
            ? FormattableString.Invariant($"{file.Source.Name}  {done * 100 / total.Value,3} %  {Size(done)} of {Size(total.Value)}{rate}")
            : $"{file.Source.Name}  {Size(done)}{rate}";
    }

    private void Close()
    {
        if (isLineOpen)
            output.WriteLine();
        isLineOpen = false;
    }
}
