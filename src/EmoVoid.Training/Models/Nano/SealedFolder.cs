using System.Security.Cryptography;

namespace EmoVoid.Training.Models.Nano;

/// <summary>
/// A copy of a folder that is there whole or not at all: made beside its place, sealed with the hash of every file, then renamed. What does not
/// match the original (a copy cut short, a file lost, another version) is made anew.
/// </summary>
internal static class SealedFolder
{
    private const string Seal = "SHA256SUMS";
    private const int Attempts = 8;

    /// <exception cref="IOException">The original is missing, the folder cannot be written, or something keeps spoiling it.</exception>
    public static void Ensure(string folder, string original)
    {
        var seal = SealOf(original);
        if (IsWhole(folder, seal))
            return;
        var made = Beside(folder, "part");
        try
        {
            Copy(original, made);
            File.WriteAllText(Path.Combine(made, Seal), seal);
            PutInPlace(made, folder, seal);
        }
        finally
        {
            if (Directory.Exists(made))
                Directory.Delete(made, recursive: true);
        }
    }

    private static void Copy(string original, string made)
    {
        foreach (var name in FilesOf(original))
        {
            var copy = Path.Combine(made, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(original, name), copy);
        }
    }

    private static bool IsWhole(string folder, string seal)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, Seal)) == seal && SealOf(folder) == seal;
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            return false; // never made, without its seal, or another process moves it away at this moment
        }
    }

    /// <summary>Another process may be doing the same: whoever renames first wins, and the other finds the winner's folder whole.</summary>
    private static void PutInPlace(string made, string folder, string seal)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                Directory.Move(made, folder);
                return;
            }
            catch (IOException) when (attempt < Attempts && Path.Exists(folder))
            {
                if (IsWhole(folder, seal))
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
    private static string SealOf(string folder) =>
        string.Concat(FilesOf(folder).Select(name => $"{Convert.ToHexStringLower(HashOf(Path.Combine(folder, name)))}  {name}\n"));

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(name => name != Seal)
            .Order(StringComparer.Ordinal);

    private static byte[] HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
