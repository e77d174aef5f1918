using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Trainers;

/// <summary>Where the trainer's program is.</summary>
/// <param name="baseFolder">The daemon's own folder.</param>
public sealed class TrainerLocator(IOptions<TrainerOptions> options, string baseFolder)
{
    private const string Program = "EmoVoid.Trainer";

    public TrainerLocator(IOptions<TrainerOptions> options) : this(options, AppContext.BaseDirectory)
    {
    }

    /// <summary>The configured path, or <c>trainer/</c> beside the daemon (as published), or the neighbour's build folder (in a clone).</summary>
    /// <exception cref="TrainerNotFoundException">It is at none of these places.</exception>
    public string Find()
    {
        var places = Places().Select(Path.GetFullPath).ToList();
        return places.FirstOrDefault(File.Exists) ?? throw new TrainerNotFoundException(places);
    }

    private IEnumerable<string> Places()
    {
        if (options.Value.TrainerPath is { Length: > 0 } configured)
            return [configured];
        var folder = Path.TrimEndingDirectorySeparator(baseFolder);
        return
        [
            Path.Combine(folder, "trainer", Program),
            Path.Combine(folder, "..", "..", Program, Path.GetFileName(folder), Program),
        ];
    }
}

/// <summary>The trainer's program is not where it should be; the message names the places and the setting.</summary>
public sealed class TrainerNotFoundException(IReadOnlyList<string> places)
    : Exception($"The trainer was not found; it was looked for at {string.Join(" and ", places)}. Set EmoVoid:TrainerPath to the program EmoVoid.Trainer.");
