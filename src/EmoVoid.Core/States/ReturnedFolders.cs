namespace EmoVoid.Core.States;

/// <summary>Where a person's folder goes when the daemon no longer needs it: unchanged; a failed one with a text beside it that says why.</summary>
public sealed class ReturnedFolders(StateFolder state)
{
    /// <summary>Moves a folder to <c>failed/NAME</c> and writes <c>failed/NAME.reasons.txt</c>; NAME gets a number when it is taken.</summary>
    /// <returns>Where the folder is now.</returns>
    /// <exception cref="IOException">The folder cannot be moved, and nothing was done.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    public string PutFailed(string folder, string name, IReadOnlyList<string> reasons, IReadOnlyList<string> notes)
    {
        var target = Targets(Path.Combine(state.Failed, name)).First(path => !Path.Exists(path) && !Path.Exists(ReasonsOf(path)));
        // The reasons first: a folder in failed/ without them would be a riddle.
        File.WriteAllText(ReasonsOf(target), Text(reasons, notes));
        try
        {
            Directory.Move(folder, target);
        }
        catch
        {
            File.Delete(ReasonsOf(target));
            throw;
        }

        return target;
    }

    /// <summary>Moves a folder to <c>returned/NAME</c>; NAME gets a number when it is taken.</summary>
    /// <returns>Where the folder is now.</returns>
    /// <exception cref="IOException">The folder cannot be moved, and nothing was done.</exception>
    public string Put(string folder, string name)
    {
        var target = Targets(Path.Combine(state.Returned, name)).First(path => !Path.Exists(path));
        Directory.Move(folder, target);
        return target;
    }

    /// <summary>The text that says why a folder is in <c>failed/</c>.</summary>
    public static string ReasonsOf(string failed) => failed + ".reasons.txt";

    private static IEnumerable<string> Targets(string path)
    {
        yield return path;
        for (var number = 2; ; number++)
            yield return FormattableString.Invariant($"{path}-{number}");
    }

    private static string Text(IReadOnlyList<string> reasons, IReadOnlyList<string> notes)
    {
        var lines = new List<string> { "This folder was not trained. Nothing in it was changed.", "" };
        lines.AddRange(reasons.Select(reason => $"- {reason}"));
        if (notes.Count > 0)
            lines.AddRange(["", "Also worth knowing:", "", .. notes.Select(note => $"- {note}")]);
        lines.AddRange(["", "Put this right and move the folder back to inbox/ to try again."]);
        return string.Join('\n', lines) + "\n";
    }
}
