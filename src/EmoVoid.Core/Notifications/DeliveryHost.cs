using System.Collections.Concurrent;
using System.Threading.Channels;
using EmoVoid.Core.Notifications.Receivers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Notifications;

/// <summary>Empties the outbox: one message at a time to each receiver, and all receivers beside each other, so that a slow one delays itself alone.</summary>
internal sealed class DeliveryHost(Outbox outbox, ReceiverRegistry receivers, IOptions<NotificationOptions> options, TimeProvider time, ILogger<DeliveryHost> log) : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1), AfterProblem = TimeSpan.FromSeconds(30);

    /// <summary>Taken, and not yet marked so.</summary>
    private readonly ConcurrentDictionary<long, bool> _unmarked = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(receivers.All.Select(receiver => Serve(receiver, stoppingToken)));

    private async Task Serve(IReceiver receiver, CancellationToken stop)
    {
        var filled = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Wake() => filled.Writer.TryWrite(true);
        outbox.Filled += Wake;
        try
        {
            while (!stop.IsCancellationRequested)
                await WaitAtMost(filled.Reader, await Empty(receiver, stop), stop);
        }
        finally
        {
            outbox.Filled -= Wake;
        }
    }

    /// <returns>How long nothing is due; null: for ever.</returns>
    private async Task<TimeSpan?> Empty(IReceiver receiver, CancellationToken stop)
    {
        try
        {
            while (outbox.Due(receiver.Name) is { Count: > 0 } due)
                foreach (var delivery in due)
                    await Try(receiver, delivery, stop);
            return outbox.NextDue(receiver.Name) - time.GetUtcNow();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, as a full disk: the messages wait in the outbox.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.DeliveriesWait(e, receiver.Name, AfterProblem);
            return AfterProblem;
        }
    }

    // A message is marked after it was taken: one that is taken when the daemon dies is sent once more, with the same id. One that cannot be
    // marked, as on a full disk, is not.
    private async Task Try(IReceiver receiver, Delivery delivery, CancellationToken stop)
    {
        try
        {
            if (!_unmarked.ContainsKey(delivery.Id))
                await receiver.Send(delivery, stop);
            _unmarked[delivery.Id] = true;
            outbox.Taken(delivery);
            _unmarked.TryRemove(delivery.Id, out _);
        }
        catch (DeliveryException e)
        {
            Postpone(delivery, e.Message);
        }
    }

    private void Postpone(Delivery delivery, string problem)
    {
        var (now, end) = (time.GetUtcNow(), delivery.CreatedAt + options.Value.Notifications.GiveUpAfter);
        if (now >= end)
        {
            outbox.GiveUp(delivery, problem);
            log.DeliveryGivenUp(delivery.Event, delivery.Receiver, delivery.Attempts + 1, problem);
            return;
        }

        var next = now + WaitAfter(delivery.Attempts + 1);
        outbox.TryAgain(delivery, problem, next < end ? next : end);
        if (delivery.Attempts == 0)
            log.DeliveryFailed(delivery.Event, delivery.Receiver, problem);
    }

    private TimeSpan WaitAfter(int attempts)
    {
        var wait = options.Value.Notifications.FirstRetry * Math.Pow(2, Math.Min(attempts - 1, 20));
        return wait < LongestWait ? wait : LongestWait;
    }

    private async Task WaitAtMost(ChannelReader<bool> filled, TimeSpan? wait, CancellationToken stop)
    {
        using var due = new CancellationTokenSource(wait is not { } most ? Timeout.InfiniteTimeSpan : most > TimeSpan.Zero ? most : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stop);
        await filled.ReadAsync(either.Token).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
