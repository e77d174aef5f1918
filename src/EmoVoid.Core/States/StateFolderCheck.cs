namespace EmoVoid.Core.States;

/// <summary>Makes the state folder ready: everything is there, can be written, and lies on one file system.</summary>
public static class StateFolderCheck
{
    private static int _probes;

    /// <summary>Makes the folders that are missing and tries them by moving an empty folder through all of them.</summary>
    /// <exception cref="StateFolderException">Names every folder that cannot be used, and why.</exception>
    public static void Prepare(this StateFolder state)
    {
        var problems = new List<string>();
        foreach (var folder in state.Folders.Prepend(state.Root))
            Try(folder, problems, () => Directory.CreateDirectory(folder));
        if (problems.Count == 0)
            Probe(state, problems);
        if (problems.Count > 0)
            throw new StateFolderException(
                $"The state folder {state.Root} cannot be used:{string.Concat(problems.Select(problem => $"\n  - {problem}"))}\n"
                + "Make it writable for the user who runs the daemon, all of it on one file system, or name another one with --state.");
    }

    /// <summary>Holds the state folder for this process until the result is disposed.</summary>
    /// <exception cref="StateFolderException">Another daemon has it.</exception>
    public static IDisposable Lock(this StateFolder state)
    {
        try
        {
            return new FileStream(Path.Combine(state.Root, "emovoid.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new StateFolderException($"The state folder {state.Root} is in use by another daemon ({e.Message}). Stop that one, or name another folder with --state.");
        }
    }

    private static void Probe(StateFolder state, List<string> problems)
    {
        // Health is asked by several at once; two that moved the same folder would each miss it.
        var name = $".probe-{Environment.ProcessId}-{Interlocked.Increment(ref _probes)}";
        var start = Path.Combine(state.Root, name);
        Try(state.Root, problems, () => Directory.CreateDirectory(start));
        if (problems.Count > 0)
            return;
        foreach (var folder in state.Folders)
            Try(folder, problems, () =>
            {
                // A rename there and back: it fails in a folder that cannot be written, and across file systems.
                var there = Path.Combine(folder, name);
                Directory.Move(start, there);
                Directory.Move(there, start);
            });
        Try(state.Root, problems, () => Directory.Delete(start));
    }

    private static void Try(string folder, List<string> problems, Action action)
    {
        const int crossDevice = 18; // EXDEV
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(e.HResult == crossDevice ? $"{folder} lies on another file system" : $"{folder} cannot be written: {e.Message}");
        }
    }
}
