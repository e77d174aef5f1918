namespace EmoVoid.Core.Executors.Local;

/// <summary>The log file of a trainer, to which several may write.</summary>
/// <remarks>A log that cannot be written must not stop the trainer: its words are then read and let go.</remarks>
internal sealed class TrainerLog : IDisposable
{
    private readonly Lock _oneAtATime = new();
    private FileStream? _file;

    public TrainerLog(string path)
    {
        try
        {
            _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file = null;
        }
    }

    public void Write(ReadOnlySpan<byte> words)
    {
        lock (_oneAtATime)
            try
            {
                _file?.Write(words);
                _file?.Flush();
            }
            catch (IOException)
            {
                GiveUp();
            }
    }

    /// <summary>Takes all of a stream.</summary>
    public async Task Copy(Stream words)
    {
        var some = new byte[1 << 14];
        while (await words.ReadAsync(some) is > 0 and var read)
            Write(some.AsSpan(0, read));
    }

    public void Dispose() => _file?.Dispose();

    private void GiveUp()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // It cannot write what was left, either.
        }

        _file = null;
    }
}
