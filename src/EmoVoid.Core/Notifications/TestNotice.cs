using EmoVoid.Core.Notifications.Receivers;

namespace EmoVoid.Core.Notifications;

/// <summary>Sends a test to every receiver at once, past the outbox, and says how it went.</summary>
public sealed class TestNotice
{
    private readonly ReceiverRegistry _receivers;
    private readonly TimeProvider _time;

    internal TestNotice(ReceiverRegistry receivers, TimeProvider time) => (_receivers, _time) = (receivers, time);

    /// <returns>One for each receiver of the configuration; empty when there is none.</returns>
    public async Task<IReadOnlyList<TestAnswer>> Send(CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        var notice = new Notice
        {
            Id = RunNotices.NewId(_time), Event = NoticeKind.Test, At = now, Title = "A test of EmoVoid.Daemon", Message = "This is what a message looks like.",
        };
        return await Task.WhenAll(_receivers.All.Select(receiver => Send(receiver, Delivery(notice, receiver, now), cancel)));
    }

    private static async Task<TestAnswer> Send(IReceiver receiver, Delivery delivery, CancellationToken cancel)
    {
        try
        {
            await receiver.Send(delivery, cancel);
            return new TestAnswer(receiver.Name, Problem: null);
        }
        catch (DeliveryException e)
        {
            return new TestAnswer(receiver.Name, e.Message);
        }
    }

    private static Delivery Delivery(Notice notice, IReceiver receiver, DateTimeOffset now) => new()
    {
        Id = 0, Notice = notice.Id, Event = notice.Event, Receiver = receiver.Name, Body = notice.ToJson(), State = DeliveryState.Waiting, Attempts = 0, CreatedAt = now, NextAt = now,
    };
}

/// <param name="Receiver">Its name.</param>
/// <param name="Problem">Why it did not take the test; null when it did.</param>
public sealed record TestAnswer(string Receiver, string? Problem);
