using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Inbox;

/// <summary>Takes a folder out of the inbox the moment its owner asks for it, without waiting for it to settle.</summary>
public sealed class InboxCounter(Intake intake, StateFolder state, RunSearch runs)
{
    /// <param name="name">The folder's name in the inbox.</param>
    /// <returns>Null when the folder is still being written, so that there is no verdict on it.</returns>
    /// <exception cref="DirectoryNotFoundException">No such folder lies there; the message says what does not fit.</exception>
    /// <exception cref="IOException">The folder cannot be read or moved; it lies where it lay.</exception>
    public async Task<TakenFolder?> TakeAsync(string name, CancellationToken cancel)
    {
        var path = Path.Combine(state.Inbox, name);
        if (WhyNot(name, path) is { } why)
            throw new DirectoryNotFoundException(why);
        try
        {
            return await intake.TakeAsync(new SettledFolder(name, path, FolderSnapshot.Take(path)), cancel);
        }
        catch (IOException) when (!Directory.Exists(path) && TakenMeanwhile(name) is { } run)
        {
            // It had settled, and the door was faster.
            return new TakenFolder(run, null);
        }
    }

    private static string? WhyNot(string name, string path)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || name != Path.GetFileName(name) || name is "." or "..")
            return $"'{name}' is not the name of a folder in the inbox; give it without a path.";
        if (IgnoredNames.Contain(name))
            return $"'{name}' is a name that the inbox passes over; give the folder another one.";
        if (new DirectoryInfo(path) is not { Exists: true, LinkTarget: null })
            return $"There is no folder {path}; links and files are not taken.";
        return null;
    }

    private Run? TakenMeanwhile(string name) =>
        runs.List(new RunFilter { Text = name }, limit: 10).FirstOrDefault(run => run.Folder == name);
}
