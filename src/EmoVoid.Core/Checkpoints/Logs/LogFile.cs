namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>The log of a training as a file, or the one log in a folder of checkpoints.</summary>
public static class LogFile
{
    private static readonly string[] Extensions = [".log", ".txt"];

    /// <returns>The file's path, and what it says.</returns>
    /// <exception cref="LogException">There is no log in it, or a folder has several.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static async Task<(string Path, TrainingLog Log)> ReadAsync(string path, CancellationToken cancel) =>
        Directory.Exists(path) ? await ReadOnlyOneAsync(path, cancel) : (path, await ReadFileAsync(path, cancel));

    private static async Task<(string Path, TrainingLog Log)> ReadOnlyOneAsync(string folder, CancellationToken cancel)
    {
        var logs = new List<(string Path, TrainingLog Log)>();
        foreach (var file in Directory.EnumerateFiles(folder).Where(IsNamedLikeALog).Order(StringComparer.Ordinal))
            if (await TryReadAsync(file, cancel) is { } log)
                logs.Add((file, log));
        return logs switch
        {
            [var only] => only,
            [] => throw new LogException($"no log of a training is in this folder ({string.Join(", ", Extensions.Select(extension => "*" + extension))}), and without one nothing is known of the light; "
                + "name it, and the folder with --checkpoints"),
            _ => throw new LogException($"several logs are in this folder: {string.Join(", ", logs.Select(log => Path.GetFileName(log.Path)))}; name one, and the folder with --checkpoints"),
        };
    }

    private static async Task<TrainingLog> ReadFileAsync(string file, CancellationToken cancel)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        return await TrainingLogReader.ReadAsync(stream, cancel);
    }

    // A folder has other texts too, as the prompts of the samples.
    private static async Task<TrainingLog?> TryReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            return await ReadFileAsync(file, cancel);
        }
        catch (LogException)
        {
            return null;
        }
    }

    private static bool IsNamedLikeALog(string file) => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
