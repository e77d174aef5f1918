using System.Globalization;

namespace EmoVoid.Safetensors;

/// <summary>Files that are being written, under a name that says by whom: <c>NAME.MACHINE.PID.part</c>.</summary>
/// <remarks>Several processes, also of several machines on one network disk, may write the same file at the same time; the last one to rename wins.</remarks>
public static class PartialFile
{
    private const string Ending = ".part";

    /// <summary>A file of another machine cannot be asked about. No file takes a day to write.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromDays(1);

    private static string Machine { get; } = $".{Environment.MachineName}";

    public static string Beside(string path) => string.Create(CultureInfo.InvariantCulture, $"{path}{Machine}.{Environment.ProcessId}{Ending}");

    /// <summary>Removes what processes have left half written that are no more, in a folder and all below it.</summary>
    /// <param name="alone">Whether nobody else can be writing there: then every such file is left over. Else those of living processes stay.</param>
    /// <returns>How many files were removed.</returns>
    public static int RemoveAbandoned(string folder, bool alone, TimeProvider time)
    {
        if (!Directory.Exists(folder))
            return 0;
        var abandoned = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => WriterOf(path) is { } writer && (alone || IsAbandoned(path, writer, time))).ToList();
        foreach (var path in abandoned)
            File.Delete(path); // one that is gone meanwhile is no error
        return abandoned.Count;
    }

    private static bool IsAbandoned(string path, Writer writer, TimeProvider time) =>
        writer.IsOfThisMachine
            ? writer.Process == Environment.ProcessId || !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{writer.Process}"))
            : time.GetUtcNow() - File.GetLastWriteTimeUtc(path) > LongestWrite;

    /// <summary>Null when it is no partial file. Earlier versions wrote <c>NAME.part</c>, <c>NAME.PID</c> and <c>NAME.PID.part</c>.</summary>
    private static Writer? WriterOf(string path)
    {
        var name = Path.GetFileName(path);
        var isPartial = name.EndsWith(Ending, StringComparison.Ordinal);
        var stem = isPartial ? name[..^Ending.Length] : name;
        var process = int.TryParse(Path.GetExtension(stem).TrimStart('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (int?)null;
        if (!isPartial && process is null)
            return null;
        return new Writer(process, process is not null && Path.GetFileNameWithoutExtension(stem).EndsWith(Machine, StringComparison.Ordinal));
    }

    private sealed record Writer(int? Process, bool IsOfThisMachine);
}
