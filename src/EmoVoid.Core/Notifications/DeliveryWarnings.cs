using EmoVoid.Core.Health;
using EmoVoid.Core.Notifications.Receivers;

namespace EmoVoid.Core.Notifications;

/// <summary>Tells for a day of messages that were given up.</summary>
internal sealed class DeliveryWarnings(Outbox outbox, ReceiverRegistry receivers, TimeProvider time) : IHealthWarnings
{
    private static readonly TimeSpan Told = TimeSpan.FromDays(1);

    public IEnumerable<string> Warnings() => receivers.All.Count == 0 ? [] : outbox.GivenUpSince(time.GetUtcNow() - Told, receivers.Names)
        .Select(one => $"{one.Count} message{(one.Count == 1 ? "" : "s")} to {one.Receiver} could not be delivered within the last day and {(one.Count == 1 ? "was" : "were")} given up. {one.Problem}");
}
