using System.Text;
using EmoVoid.Core.Checkpoints.Logs;

namespace EmoVoid.Core.Tests.Checkpoints.Logs;

/// <summary>The heap is everybody's: what is measured here has it to itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneOnTheHeap
{
    public const string Name = "alone on the heap";
}

[Collection(AloneOnTheHeap.Name)]
public sealed class LongLogTests
{
    private const long LogLength = 100_000_000; // bytes
    private const long Slack = 4_000_000; // of the heap, in bytes: far less than the log between the two measurements

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Memory_does_not_grow_with_the_length_of_a_log(bool hasLineEnds)
    {
        using var log = new EndlessRedraws(hasLineEnds);
        var read = await TrainingLogReader.ReadAsync(log, TestContext.Current.CancellationToken);

        Assert.Equal(500, read.LastStep);
        Assert.Equal([7], read.Lit);
        Assert.InRange(log.HeapNearTheEnd - log.HeapNearTheStart, long.MinValue, Slack);
    }

    /// <summary>A terminal that draws the bar of step 500 again and again, and measures what its reader keeps.</summary>
    private sealed class EndlessRedraws(bool hasLineEnds) : MemoryStream
    {
        private readonly byte[] start = Encoding.UTF8.GetBytes(new KohyaConsole().Begin(1000).Step(6).Step(7, lit: true).Text);
        private readonly byte[] redraw = Encoding.UTF8.GetBytes(new KohyaConsole().Begin(1000).Bar(500).Text.Split('\r')[^1] + (hasLineEnds ? "\r\n" : " "));
        private long at;

        public long HeapNearTheStart { get; private set; }

        public long HeapNearTheEnd { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (at > LogLength / 10 && HeapNearTheStart == 0)
                HeapNearTheStart = GC.GetTotalMemory(forceFullCollection: true);
            if (at > LogLength / 10 * 9 && HeapNearTheEnd == 0)
                HeapNearTheEnd = GC.GetTotalMemory(forceFullCollection: true);
            var next = at >= LogLength ? [] : at < start.Length ? start.AsSpan((int)at) : redraw.AsSpan((int)((at - start.Length) % redraw.Length));
            var count = Math.Min(next.Length, buffer.Length);
            next[..count].CopyTo(buffer.Span);
            at += count;
            return ValueTask.FromResult(count);
        }
    }
}
