using System.Buffers.Binary;
using System.Security.Cryptography;
using EmoVoid.Safetensors;

namespace EmoVoid.Training.Lora;

/// <summary>The hashes by which LoRA managers know a file again after its metadata was edited.</summary>
/// <remarks>
/// Both are taken of the file as it would be with its <c>ss_*</c> metadata alone. Source: kohya-ss/sd-scripts <c>library/train_util.py</c>,
/// <c>precalculate_safetensors_hashes</c>.
/// </remarks>
/// <param name="Model">SHA-256 over all that comes after the header.</param>
/// <param name="Legacy">The first 8 digits of the SHA-256 over the 64 KiB that begin at 1 MiB; of nothing, where the file is shorter.</param>
public sealed record LoraHashes(string Model, string Legacy)
{
    private const int LegacyStart = 0x100000, LegacyLength = 0x10000;

    public static LoraHashes Of(IReadOnlyList<SafetensorsWriter.Entry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        using var hashing = new HashingStream();
        SafetensorsWriter.Write(hashing, entries, metadata.Where(item => item.Key.StartsWith("ss_", StringComparison.Ordinal)).ToDictionary());
        return hashing.Hashes();
    }

    /// <summary>Hashes what is written and keeps nothing of it: a LoRA of a high rank has more than a gigabyte.</summary>
    private sealed class HashingStream : Stream
    {
        private readonly IncrementalHash model = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly IncrementalHash legacy = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] length = new byte[sizeof(ulong)];
        private long written;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => written;
        public override long Position { get => written; set => throw new NotSupportedException(); }

        public LoraHashes Hashes() => new(Convert.ToHexStringLower(model.GetHashAndReset()), Convert.ToHexStringLower(legacy.GetHashAndReset())[..8]);

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Part(buffer, 0, length.Length).CopyTo(length.AsSpan((int)Math.Min(written, length.Length)));
            var dataStart = written + buffer.Length < length.Length ? long.MaxValue : length.Length + BinaryPrimitives.ReadInt64LittleEndian(length);
            model.AppendData(Part(buffer, dataStart, long.MaxValue));
            legacy.AppendData(Part(buffer, LegacyStart, LegacyStart + LegacyLength));
            written += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            model.Dispose();
            legacy.Dispose();
            base.Dispose(disposing);
        }

        /// <summary>What of the buffer, which comes next, lies at the places from start to end of the file.</summary>
        private ReadOnlySpan<byte> Part(ReadOnlySpan<byte> buffer, long start, long end)
        {
            var from = (int)Math.Clamp(start - written, 0, buffer.Length);
            var to = (int)Math.Clamp(end - written, from, buffer.Length);
            return buffer[from..to];
        }
    }
}
