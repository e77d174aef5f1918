using System.Net.Http.Headers;

namespace EmoVoid.Core.Models.Downloads;

/// <summary>What there is of a file so far: <c>NAME.part</c>, and beside it in <c>NAME.part.etag</c> which version of the file it is of.</summary>
/// <remarks>It outlives the process, so that the next call goes on from there; while one process writes, another one cannot.</remarks>
internal sealed class PartFile : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly FileStream stream;
    private readonly string tagPath;

    /// <exception cref="DownloadException">Another process is fetching the file.</exception>
    public PartFile(string target)
    {
        Path = target + ".part";
        tagPath = Path + ".etag";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        stream = Open(Path);
        stream.Seek(0, SeekOrigin.End);
        Tag = stream.Length > 0 && File.Exists(tagPath) && EntityTagHeaderValue.TryParse(File.ReadAllText(tagPath), out var tag) ? tag : null;
    }

    public string Path { get; }

    /// <summary>In bytes.</summary>
    public long Length => stream.Length;

    /// <summary>The version that the bytes are of; null when it is not known, and then nobody can go on from them.</summary>
    public EntityTagHeaderValue? Tag { get; private set; }

    /// <summary>Throws away what is there and begins with another version.</summary>
    /// <param name="tag">A weak one does not promise the same bytes.</param>
    public void Restart(EntityTagHeaderValue? tag)
    {
        stream.SetLength(0);
        File.Delete(tagPath);
        Tag = tag is { IsWeak: false } ? tag : null;
        if (Tag is not null)
            File.WriteAllText(tagPath, Tag.ToString());
    }

    public ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => stream.WriteAsync(bytes, cancel);

    /// <summary>Puts all bytes on the disk, and closes.</summary>
    public void Finish()
    {
        stream.Flush(flushToDisk: true);
        stream.Dispose();
    }

    /// <summary>Forgets the bytes and their version.</summary>
    public void Delete()
    {
        stream.Dispose();
        File.Delete(Path);
        File.Delete(tagPath);
    }

    /// <summary>Keeps what is there, if anything is.</summary>
    public void Dispose()
    {
        var isEmpty = stream is { CanSeek: true, Length: 0 };
        stream.Dispose();
        if (isEmpty)
            Delete();
    }

    /// <summary>Gives the whole file its name.</summary>
    /// <exception cref="IOException">Meanwhile there is a file of that name, which stays as it is.</exception>
    public void MoveTo(string target)
    {
        File.Move(Path, target, overwrite: false);
        File.Delete(tagPath);
        Safetensors.DurableFile.SyncFolderOf(target);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, BufferBytes);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new DownloadException($"{path} is being written by another process: {e.Message}", e);
        }
    }
}
