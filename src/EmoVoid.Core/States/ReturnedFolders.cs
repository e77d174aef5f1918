using System.Text;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.States;

/// <summary>Where a person's folder goes when the daemon no longer needs it: unchanged; a failed one with a text beside it that says why.</summary>
public sealed class ReturnedFolders(StateFolder state)
{
    private const string Ending = ".reasons.txt";

    /// <summary>Of a file's name, in bytes of UTF-8.</summary>
    private const int LongestName = 255;

    /// <summary>Moves a folder to <c>failed/NAME</c> and writes <c>failed/NAME.reasons.txt</c>; NAME gets a number when it is taken, and is cut when there would be no room for these.</summary>
    /// <returns>Where the folder is now.</returns>
    /// <exception cref="IOException">The folder cannot be moved, and nothing was done.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    public string PutFailed(string folder, string name, IReadOnlyList<string> reasons, IReadOnlyList<string> notes)
    {
        var target = Targets(state.Failed, name).First(path => !Path.Exists(path) && !Path.Exists(ReasonsOf(path)));
        // The reasons first: a folder in failed/ without them would be a riddle.
        WriteReasons(ReasonsOf(target), Text(reasons, notes));
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

    /// <summary>Moves a folder to <c>returned/NAME</c>; NAME gets a number when it is taken, and is cut when there would be no room for that.</summary>
    /// <returns>Where the folder is now.</returns>
    /// <exception cref="IOException">The folder cannot be moved, and nothing was done.</exception>
    public string Put(string folder, string name)
    {
        var target = Targets(state.Returned, name).First(path => !Path.Exists(path));
        Directory.Move(folder, target);
        return target;
    }

    /// <summary>The text that says why a folder is in <c>failed/</c>.</summary>
    public static string ReasonsOf(string failed) => failed + Ending;

    /// <summary>Whole or not at all: somebody may be waiting for the file. What is being written has a name of its own, since the target's may leave no room for an ending.</summary>
    private void WriteReasons(string target, string text)
    {
        var draft = PartialFile.Beside(Path.Combine(state.Failed, $".{Guid.NewGuid():N}"));
        try
        {
            File.WriteAllText(draft, text);
            File.Move(draft, target);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    private static IEnumerable<string> Targets(string parent, string name)
    {
        yield return Target(parent, name, "");
        for (var number = 2; ; number++)
            yield return Target(parent, name, FormattableString.Invariant($"-{number}"));
    }

    private static string Target(string parent, string name, string number) => Path.Combine(parent, Cut(name, LongestName - Ending.Length - number.Length) + number);

    private static string Cut(string name, int bytes)
    {
        var kept = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, kept)) > bytes)
            kept -= char.IsLowSurrogate(name[kept - 1]) ? 2 : 1;
        return name[..kept];
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
