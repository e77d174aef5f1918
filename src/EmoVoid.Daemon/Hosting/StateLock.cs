namespace EmoVoid.Daemon.Hosting;

/// <summary>Keeps a second daemon away from a state folder. The kernel lets go of the lock however this process ends.</summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <exception cref="CannotStartException">The folder cannot be written, or another daemon uses it.</exception>
    public static StateLock Take(string stateFolder)
    {
        var path = Path.Combine(stateFolder, "emovoid.lock");
        try
        {
            Directory.CreateDirectory(stateFolder);
            return new StateLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new CannotStartException($"the state folder {stateFolder} cannot be written by this user; change its owner, or name another with --state DIR");
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new CannotStartException(
                $"another daemon uses the state folder {stateFolder}; stop it, or name another folder with --state DIR",
                CannotStartException.Occupied);
        }
        catch (IOException e)
        {
            throw new CannotStartException($"the state folder {stateFolder} cannot be used: {e.Message}");
        }
    }

    public void Dispose() => _file.Dispose();
}
