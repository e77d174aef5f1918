namespace EmoVoid.Core.Executors.Slurm;

/// <summary>A file that another machine appends to, read from where it was read to before.</summary>
/// <remarks>It is opened anew at each look: that is when a network disk asks its server how long the file is now.</remarks>
internal sealed class EventFile(string path)
{
    /// <summary>At one look; the rest comes with the next.</summary>
    private const int Most = 1 << 20;

    public long Read { get; private set; }

    /// <summary>What is new; nothing, when it is not there yet or its disk is away.</summary>
    public byte[] Next()
    {
        try
        {
            if (!File.Exists(path))
                return [];
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var length = (int)Math.Clamp(file.Length - Read, 0, Most);
            if (length == 0)
                return [];
            var bytes = new byte[length];
            file.Position = Read;
            var read = file.ReadAtLeast(bytes, length, throwOnEndOfStream: false);
            Read += read;
            return bytes[..read];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
