namespace EmoVoid.Core.Notifications.Receivers;

/// <summary>One place that messages are sent to.</summary>
internal interface IReceiver
{
    /// <summary>Unique, and without a secret in it.</summary>
    string Name { get; }

    /// <summary>Whether it asks for messages of that kind.</summary>
    bool Wants(string kind);

    /// <summary>Sends a message once; returns when it was taken.</summary>
    /// <exception cref="DeliveryException">It was not; a later try may succeed.</exception>
    Task Send(Delivery delivery, CancellationToken cancel);
}

/// <summary>A message was not taken; the message of this says why, without addresses and secrets.</summary>
internal sealed class DeliveryException(string message, Exception? inner = null) : Exception(message, inner);
