using System.Security.Cryptography;

namespace EmoVoid.Training.Models.Nano;

/// <summary>
/// A folder that is there whole or not at all: made beside its place, sealed with the hash of every file, then renamed. What does not match
/// its seal (a copy cut short, a file lost, another version) is made anew.
/// </summary>
internal static class SealedFolder
{
    private const string Seal = "SHA256SUMS";

    /// <summary>Changes whenever the made files do, so that a newer program replaces what an older one left.</summary>
    private const string Version = "# anima-nano 1";

    private const int Attempts = 8;

    /// <param name="make">Writes the files below the folder it is given; the same bytes at every call.</param>
    /// <exception cref="IOException">The folder cannot be written, or something keeps spoiling it.</exception>
    public static void Ensure(string folder, Action<string> make)
    {
        if (IsWhole(folder))
            return;
        var made = Beside(folder, "part");
        try
        {
            Directory.CreateDirectory(made);
            make(made);
            File.WriteAllText(Path.Combine(made, Seal), SealOf(made));
            PutInPlace(made, folder);
        }
        finally
        {
            if (Directory.Exists(made))
                Directory.Delete(made, recursive: true);
        }
    }

    private static bool IsWhole(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, Seal)) == SealOf(folder);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            return false; // never made, without its seal, or another process moves it away at this moment
        }
    }

    /// <summary>Another process may be doing the same: whoever renames first wins, and the other finds the winner's folder whole.</summary>
    private static void PutInPlace(string made, string folder)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                Directory.Move(made, folder);
                return;
            }
            catch (IOException) when (attempt < Attempts && Path.Exists(folder))
            {
                if (IsWhole(folder))
                    return;
                MoveAway(folder);
            }
    }

    private static void MoveAway(string folder)
    {
        var old = Beside(folder, "old");
        try
        {
            Directory.Move(folder, old);
        }
        catch (DirectoryNotFoundException)
        {
            return; // the other process moved it away first
        }

        Directory.Delete(old, recursive: true);
    }

    private static string Beside(string folder, string extension) =>
        $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))}.{Guid.NewGuid():N}.{extension}";

    /// <summary>In the format of the <c>sha256sum</c> command.</summary>
    private static string SealOf(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(name => name != Seal)
            .Order(StringComparer.Ordinal);
        var lines = files.Select(name => $"{Convert.ToHexStringLower(HashOf(Path.Combine(folder, name)))}  {name}\n");
        return Version + "\n" + string.Concat(lines);
    }

    private static byte[] HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
