using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace EmoVoid.Safetensors;

/// <summary>A safetensors file as a read-only memory map: a tensor's bytes are read where they lie, when they are asked for.</summary>
public sealed unsafe partial class SafetensorsFile : IDisposable
{
    private readonly FileStream stream;
    private readonly MemoryMappedFile? map;
    private readonly MemoryMappedViewAccessor? view;
    private readonly byte* start;

    private SafetensorsFile(string path)
    {
        Path = path;
        stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            Header = SafetensorsHeader.Read(stream, path);
            map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            start += view.PointerOffset;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }
    public SafetensorsHeader Header { get; } = null!;
    public IReadOnlyDictionary<string, TensorInfo> Tensors => Header.Tensors;
    public IReadOnlyDictionary<string, string> Metadata => Header.Metadata;

    /// <exception cref="SafetensorsException">The file is not a whole, consistent safetensors file.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static SafetensorsFile Open(string path) => new(path);

    /// <exception cref="SafetensorsException">The file has no tensor of that name.</exception>
    public TensorInfo Info(string name) =>
        Tensors.TryGetValue(name, out var info) ? info : throw new SafetensorsException(Path, $"it has no tensor '{name}'");

    /// <summary>Where a tensor's bytes lie in memory; valid until this file is disposed. The pages come from the disk when they are touched.</summary>
    public nint Address(TensorInfo tensor)
    {
        ObjectDisposedException.ThrowIf(stream.SafeFileHandle.IsClosed, this);
        return (nint)(start + tensor.Offset);
    }

    /// <summary>A tensor's bytes; valid until this file is disposed.</summary>
    /// <exception cref="SafetensorsException">The file has no tensor of that name.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        var tensor = Info(name);
        return new ReadOnlySpan<byte>((byte*)Address(tensor), checked((int)tensor.Bytes));
    }

    /// <summary>
    /// Tells the system that a part of a tensor was read: its pages leave this process, and come back from the disk or its cache if they are
    /// touched again. Without it, a file that was read counts as memory of this process until it is closed.
    /// </summary>
    /// <param name="offset">Of the part, in bytes from the tensor's start.</param>
    public void Release(TensorInfo tensor, long offset, long bytes)
    {
        var page = (nint)Environment.SystemPageSize;
        var first = (Address(tensor) + (nint)offset) / page * page;
        var end = Address(tensor) + (nint)(offset + bytes);
        // Advice that is not taken is no error: the pages then stay until the file is closed.
        _ = Advise(first, (nuint)(end - first), DontNeed);
    }

    private const int DontNeed = 4; // MADV_DONTNEED of Linux

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    public void Dispose()
    {
        if (view is { SafeMemoryMappedViewHandle: { IsClosed: false } handle })
        {
            if (start != null)
                handle.ReleasePointer();
            view.Dispose();
        }

        map?.Dispose();
        stream.Dispose();
    }
}
