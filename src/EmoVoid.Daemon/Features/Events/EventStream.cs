using System.Text;
using System.Text.Json;
using EmoVoid.Core.Runs;

namespace EmoVoid.Daemon.Features.Events;

/// <summary>Writes events as a browser's <c>EventSource</c> reads them, until the client goes or the daemon stops.</summary>
internal sealed class EventStream(HttpResponse response, EventListener listener, RunFeed.Subscription news, TimeProvider time)
{
    /// <summary>A line without meaning, so often, tells both sides that the other one is there.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <param name="end">When the client has gone, or the daemon stops.</param>
    public async Task Write(CancellationToken end)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep events back
        try
        {
            // An id without an event: who is cut off before the first event goes on from here.
            await Say($"id: {listener.Position}\nretry: 2000\n\n", end);
            await Say(listener.Missed(), end);
            while (!listener.IsAtEnd && await HasNews(end))
                await Say(listener.Fresh(), end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The answer ends here, in order.
        }
    }

    private async Task<bool> HasNews(CancellationToken end)
    {
        var waiting = news.News.WaitToReadAsync(end).AsTask();
        while (true)
            try
            {
                return await waiting.WaitAsync(Heartbeat, time, end);
            }
            catch (TimeoutException)
            {
                await Say(":\n\n", end);
            }
    }

    private async Task Say(IEnumerable<EventView> events, CancellationToken end)
    {
        foreach (var one in events)
            await Say($"id: {listener.Position}\nevent: {one.Kind}\ndata: {JsonSerializer.Serialize(one, Api.Json)}\n\n", end);
    }

    private async Task Say(string text, CancellationToken end)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), end);
        await response.Body.FlushAsync(end);
    }
}
