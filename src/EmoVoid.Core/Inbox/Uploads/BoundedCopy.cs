using System.Buffers;

namespace EmoVoid.Core.Inbox.Uploads;

/// <summary>Copies a stream whose length nobody vouches for.</summary>
internal static class BoundedCopy
{
    private const int Block = 128 << 10;

    /// <returns>How many bytes were copied.</returns>
    /// <exception cref="TooLongException">There are more than <paramref name="most"/>.</exception>
    public static async Task<long> Copy(Stream from, Stream to, long most, CancellationToken cancel)
    {
        var block = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            var copied = 0L;
            while (await from.ReadAsync(block, cancel) is var length and > 0)
            {
                copied += length;
                if (copied > most)
                    throw new TooLongException();
                await to.WriteAsync(block.AsMemory(0, length), cancel);
            }

            return copied;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    internal sealed class TooLongException : Exception;
}
