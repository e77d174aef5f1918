using System.Globalization;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>The checkpoints that lie in a folder of kohya's scripts.</summary>
public sealed class CheckpointFolder
{
    /// <summary>How many steps were done, in the metadata of every LoRA that the scripts save, unless they were told <c>--no_metadata</c>.</summary>
    private const string StepsKey = "ss_steps";

    private CheckpointFolder(IReadOnlyList<LogSave> saves, IReadOnlyList<string> problems) => (Saves, Problems) = (saves, problems);

    /// <summary>In the order of their names.</summary>
    internal IReadOnlyList<LogSave> Saves { get; }

    /// <summary>What is wrong with which file.</summary>
    internal IReadOnlyList<string> Problems { get; }

    /// <summary>Reads the headers of the folder's safetensors files; the folders in it are left alone.</summary>
    /// <exception cref="LogException">It is not there, cannot be read, or has no safetensors file.</exception>
    public static CheckpointFolder Read(string folder)
    {
        var files = Files(folder);
        if (files.Count == 0)
            throw new LogException($"the folder {folder} has no checkpoint (*.safetensors)");
        var problems = new List<string>();
        return new CheckpointFolder(files.ConvertAll(file => Save(file, problems)), problems);
    }

    /// <summary>The same, of a folder that need not have any.</summary>
    /// <exception cref="LogException">It cannot be read.</exception>
    public static CheckpointFolder? ReadIfAny(string folder) => Files(folder).Count > 0 ? Read(folder) : null;

    private static List<string> Files(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException($"the folder of checkpoints cannot be read: {e.Message}");
        }
    }

    // A name can be changed by hand; the metadata is not.
    private static LogSave Save(string path, List<string> problems)
    {
        var name = CheckpointName.Of(Path.GetFileName(path));
        try
        {
            var metadata = SafetensorsHeader.Read(path).Metadata;
            return new LogSave(name, metadata.TryGetValue(StepsKey, out var steps) && int.TryParse(steps, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : name.Step);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(e.Message.TrimEnd('.'));
            return new LogSave(name, name.Step);
        }
    }
}
